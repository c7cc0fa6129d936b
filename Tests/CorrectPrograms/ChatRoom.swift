import DeterministicSimulation

extension Program {
  static let chatRoom = Program(
    "chat room", "members join and leave, and nobody stays in the room who has left",
    faulty: .wrongOrder
  ) { sim in
    let room = ChatRoom(sim)
    let joining = sim.spawn("joining") { await room.join("ann") }
    try await sim.clock.sleep(for: .milliseconds(10))
    await room.leave("ann")
    await joining.value
    let members = await room.members
    try ensure(members.isEmpty, "members who have left: \(members)")
  }
}

private actor ChatRoom {
  private let sim: Simulation
  private(set) var members: Set<String> = []
  private var greeted: [String: [String]] = [:]

  init(_ sim: Simulation) { self.sim = sim }

  func join(_ name: String) async {
    #if FAULTY
      let history = await loadHistory()
      members.insert(name)
    #else
      members.insert(name)
      let history = await loadHistory()
    #endif
    greeted[name] = history
  }

  func leave(_ name: String) {
    members.remove(name)
  }

  private func loadHistory() async -> [String] {
    try? await sim.clock.sleep(for: .milliseconds(5 * sim.next(below: 4)))
    return ["welcome"]
  }
}
