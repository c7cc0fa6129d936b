import DeterministicSimulation

extension Program {
  static let searchSuggestions = Program(
    "search as you type", "the list shows what fits the text that was typed last",
    faulty: .lateAnswer
  ) { sim in
    let model = SuggestionModel(sim)
    let keys = ["s", "sw", "swi"].enumerated().map { index, text in
      sim.spawn("typing \(text)") {
        try await sim.clock.sleep(for: .milliseconds(100 * index))
        await model.type(text)
      }
    }
    for key in keys { try await key.value }
    let shown = await model.shown
    try ensure(shown == "results for swi", "shows \(shown)")
  }
}

private actor SuggestionModel {
  private let sim: Simulation
  private var text = ""
  private(set) var shown = ""

  init(_ sim: Simulation) { self.sim = sim }

  func type(_ newText: String) async {
    text = newText
    let results = await fetch(newText)
    #if !FAULTY
      guard text == newText else { return }
    #endif
    shown = results
  }

  private func fetch(_ query: String) async -> String {
    try? await sim.clock.sleep(for: .milliseconds(20 + 60 * sim.next(below: 3)))
    return "results for \(query)"
  }
}
