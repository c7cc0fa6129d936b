import DeterministicSimulation

extension Program {
  static let optimisticRetry = Program(
    "optimistic retry", "writers of a document try again when its version has moved on",
    faulty: .lostUpdate
  ) { sim in
    let store = DocumentStore(sim)
    let writers = ["ann", "bob"].enumerated().map { index, name in
      sim.spawn(name) {
        try await sim.clock.sleep(for: .milliseconds(index))
        await store.addReader(name)
      }
    }
    for writer in writers { try await writer.value }
    let readers = await store.document.readers
    try ensure(readers == ["ann", "bob"], "readers: \(readers)")
  }
}

private struct Document {
  var version = 0
  var readers: Set<String> = []
}

private actor DocumentStore {
  private let sim: Simulation
  private(set) var document = Document()

  init(_ sim: Simulation) { self.sim = sim }

  func load() async -> Document {
    let loaded = document
    try? await sim.clock.sleep(for: sim.latency() * 2)
    return loaded
  }

  func save(_ readers: Set<String>, replacing version: Int) -> Bool {
    guard document.version == version else { return false }
    document = Document(version: version + 1, readers: readers)
    return true
  }
}

extension DocumentStore {
  nonisolated func addReader(_ name: String) async {
    var document = await load()
    var readers = document.readers.union([name])
    while await !save(readers, replacing: document.version) {
      document = await load()
      #if FAULTY
        readers.insert(name)
      #else
        readers = document.readers.union([name])
      #endif
    }
  }
}
