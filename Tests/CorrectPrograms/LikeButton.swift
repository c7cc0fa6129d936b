import DeterministicSimulation

extension Program {
  static let likeButton = Program(
    "optimistic like button", "a tap shows at once, and is undone if the server refuses it",
    faulty: .lateAnswer
  ) { sim in
    let post = Post(sim)
    let taps = (1...2).map { number in
      sim.spawn("tap \(number)") {
        try await sim.clock.sleep(for: .milliseconds(100 * number))
        await post.toggle()
      }
    }
    for tap in taps { try await tap.value }
    let (shown, stored) = await (post.isLiked, post.isLikedOnServer)
    try ensure(shown == stored, "shows \(shown), the server has \(stored)")
  }
}

private actor Post {
  private struct Refused: Error {}

  private let sim: Simulation
  private var taps = 0
  private(set) var isLiked = false
  private(set) var isLikedOnServer = false

  init(_ sim: Simulation) { self.sim = sim }

  func toggle() async {
    let wanted = !isLiked
    taps += 1
    let tap = taps
    isLiked = wanted
    do {
      try await send(wanted, tap: tap)
    } catch {
      #if FAULTY
        isLiked = !wanted
      #else
        if tap == taps { isLiked = isLikedOnServer }
      #endif
    }
  }

  private func send(_ value: Bool, tap: Int) async throws {
    try? await sim.clock.sleep(for: .milliseconds(10 + 70 * sim.next(below: 3)))
    if sim.next(below: 3) == 2 { throw Refused() }
    if tap == taps { isLikedOnServer = value }
  }
}
