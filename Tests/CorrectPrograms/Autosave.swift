import DeterministicSimulation

extension Program {
  static let autosave = Program(
    "autosave", "an editor saves now and then what has changed, and the rest when it closes",
    faulty: .wrongOrder
  ) { sim in
    let editor = Editor(sim)
    let saving = sim.background("autosave") {
      while true {
        try await sim.clock.sleep(for: .milliseconds(35))
        await editor.saveIfNeeded()
      }
    }
    for word in 1...5 {
      try await sim.clock.sleep(for: .milliseconds(15))
      await editor.type("word \(word)")
    }
    try await sim.clock.sleep(for: .milliseconds(15))
    saving.cancel()
    _ = await saving.result
    await editor.saveIfNeeded()
    let (text, saved) = await (editor.text, editor.saved)
    try ensure(text == saved, "typed \(text), saved \(saved)")
  }
}

private actor Editor {
  private let sim: Simulation
  private var isDirty = false
  private(set) var text: [String] = []
  private(set) var saved: [String] = []

  init(_ sim: Simulation) { self.sim = sim }

  func type(_ word: String) {
    text.append(word)
    isDirty = true
  }

  func saveIfNeeded() async {
    guard isDirty else { return }
    #if FAULTY
      await write(text)
      isDirty = false
    #else
      isDirty = false
      await write(text)
    #endif
  }

  private func write(_ contents: [String]) async {
    try? await sim.clock.sleep(for: .milliseconds(5 * sim.next(below: 3)))
    saved = contents
  }
}
