import DeterministicSimulation

extension Program {
  static let parallelDownloads = Program(
    "fan-out with a limit", "pages are downloaded two at a time and put together in order",
    faulty: .wrongOrder
  ) { sim in
    let site = Site(sim)
    let pages = try await download(0..<4, from: site, atOnce: 2)
    try ensure(pages == (0..<4).map { "page \($0)" }, "put together as \(pages)")
    let most = await site.mostAtOnce
    try ensure(most <= 2, "\(most) at once")
  }
}

private actor Site {
  private let sim: Simulation
  private var running = 0
  private(set) var mostAtOnce = 0

  init(_ sim: Simulation) { self.sim = sim }

  func page(_ number: Int) async throws -> String {
    running += 1
    defer { running -= 1 }
    mostAtOnce = max(mostAtOnce, running)
    try await sim.clock.sleep(for: sim.latency())
    return "page \(number)"
  }
}

private func download(
  _ numbers: Range<Int>, from site: Site, atOnce limit: Int
) async throws -> [String] {
  try await withThrowingTaskGroup(of: (Int, String).self) { group in
    var remaining = numbers.makeIterator()
    var pages: [(number: Int, text: String)] = []
    for _ in 0..<limit {
      guard let number = remaining.next() else { break }
      group.addTask { (number, try await site.page(number)) }
    }
    while let page = try await group.next() {
      pages.append(page)
      guard let number = remaining.next() else { continue }
      group.addTask { (number, try await site.page(number)) }
    }
    #if !FAULTY
      pages.sort { $0.number < $1.number }
    #endif
    return pages.map(\.text)
  }
}
