import DeterministicSimulation

extension Program {
  static let cacheInvalidation = Program(
    "cache invalidation", "a price that changes while it is being loaded is not cached as it was",
    faulty: .lateAnswer
  ) { sim in
    let prices = PriceList(sim)
    let cache = PriceCache(prices)
    let reader = sim.spawn("reader") { try await cache.price() }
    let editor = sim.spawn("editor") {
      try await sim.clock.sleep(for: .milliseconds(10))
      await prices.change(to: 7)
      await cache.invalidate()
    }
    _ = try await reader.value
    try await editor.value
    let price = try await cache.price()
    try ensure(price == 7, "the cache goes on to say \(price)")
  }
}

private actor PriceList {
  private let sim: Simulation
  private var price = 5

  init(_ sim: Simulation) { self.sim = sim }

  func change(to price: Int) { self.price = price }

  func load() async throws -> Int {
    let loaded = price
    try await sim.clock.sleep(for: .milliseconds(4 * sim.next(below: 4)))
    return loaded
  }
}

private actor PriceCache {
  private let prices: PriceList
  private var cached: Int?
  private var version = 0

  init(_ prices: PriceList) { self.prices = prices }

  func price() async throws -> Int {
    if let cached { return cached }
    let started = version
    let price = try await prices.load()
    #if FAULTY
      cached = price
    #else
      if version == started { cached = price }
    #endif
    return price
  }

  func invalidate() {
    version += 1
    cached = nil
  }
}
