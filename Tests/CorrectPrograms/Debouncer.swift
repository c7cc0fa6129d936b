import DeterministicSimulation

extension Program {
  static let debouncer = Program(
    "debouncer", "a search field searches when nothing has been typed for a while",
    faulty: .staleTimer
  ) { sim in
    let field = SearchField(sim, quiet: .milliseconds(300))
    await field.type("sw")
    try await sim.clock.sleep(for: .milliseconds(250 + 50 * sim.next(below: 2)))
    await field.type("swift")
    try await sim.clock.sleep(for: .seconds(1))
    let searches = await field.searches
    try ensure(searches.last == "swift", "the last search was \(searches)")
    try ensure(Set(searches).count == searches.count, "searched twice: \(searches)")
  }
}

private actor SearchField {
  private let sim: Simulation
  private let quiet: Duration
  private var text = ""
  private var timer: SimulatedTask<Void, any Error>?
  private(set) var searches: [String] = []

  init(_ sim: Simulation, quiet: Duration) {
    self.sim = sim
    self.quiet = quiet
  }

  func type(_ text: String) {
    self.text = text
    timer?.cancel()
    timer = sim.spawn("timer for \(text)") { [sim, quiet] in
      try await sim.clock.sleep(for: quiet)
      self.search()
    }
  }

  private func search() {
    #if !FAULTY
      guard !Task.isCancelled else { return }
    #endif
    searches.append(text)
  }
}
