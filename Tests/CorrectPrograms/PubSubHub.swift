import DeterministicSimulation

extension Program {
  static let pubSubHub = Program(
    "pub/sub hub", "a late subscriber reads the archive, then what is published from then on",
    faulty: .missedWakeUp
  ) { sim in
    let archive = Archive(sim)
    let hub = Hub(archive: archive)
    let publisher = sim.spawn("publisher") {
      for number in 1...2 { await hub.publish("news \(number)") }
      await hub.finish()
    }
    let reader = sim.spawn("reader") { await messages(in: archive, then: hub) }
    await publisher.value
    let read = await reader.value
    try ensure(Set(read) == ["news 1", "news 2"], "read only \(read)")
  }
}

private actor Archive {
  private let sim: Simulation
  private var messages: [String] = []

  init(_ sim: Simulation) { self.sim = sim }

  func append(_ message: String) { messages.append(message) }

  func load() async -> [String] {
    let loaded = messages
    try? await sim.clock.sleep(for: sim.latency())
    return loaded
  }
}

private actor Hub {
  private let archive: Archive
  private var subscribers: [AsyncStream<String>.Continuation] = []
  private var isFinished = false

  init(archive: Archive) { self.archive = archive }

  func publish(_ message: String) async {
    await archive.append(message)
    for subscriber in subscribers { subscriber.yield(message) }
  }

  func subscribe() -> AsyncStream<String> {
    let (stream, continuation) = AsyncStream.makeStream(of: String.self)
    if isFinished { continuation.finish() }
    subscribers.append(continuation)
    return stream
  }

  func finish() {
    isFinished = true
    for subscriber in subscribers { subscriber.finish() }
  }
}

private func messages(in archive: Archive, then hub: Hub) async -> [String] {
  #if FAULTY
    var read = await archive.load()
    let live = await hub.subscribe()
  #else
    let live = await hub.subscribe()
    var read = await archive.load()
  #endif
  for await message in live where !read.contains(message) { read.append(message) }
  return read
}
