import DeterministicSimulation

extension Program {
  static let imageCache = Program(
    "image cache", "a cache that joins requests for a key that is being fetched already",
    faulty: .doneTwice
  ) { sim in
    let server = ImageServer(sim)
    let cache = ImageCache(sim, server: server)
    let views = ["cat", "dog", "cat"].enumerated().map { index, name in
      sim.spawn("view \(index)") { try await cache.image(named: name) }
    }
    for view in views { _ = try await view.value }
    let requests = await server.requests
    try ensure(Set(requests).count == requests.count, "fetched more than once: \(requests)")
  }
}

private actor ImageServer {
  private let sim: Simulation
  private(set) var requests: [String] = []

  init(_ sim: Simulation) { self.sim = sim }

  func image(named name: String) async throws -> String {
    requests.append(name)
    try await sim.clock.sleep(for: .milliseconds(20))
    return "pixels of \(name)"
  }
}

private actor ImageCache {
  private let sim: Simulation
  private let server: ImageServer
  private var downloads: [String: SimulatedTask<String, any Error>] = [:]

  init(_ sim: Simulation, server: ImageServer) {
    self.sim = sim
    self.server = server
  }

  func image(named name: String) async throws -> String {
    #if FAULTY
      if let download = downloads[name] { return try await download.value }
      if let image = try await imageOnDisk(named: name) { return image }
    #else
      if let image = try await imageOnDisk(named: name) { return image }
      if let download = downloads[name] { return try await download.value }
    #endif
    let download = sim.spawn("download \(name)") { [server] in
      try await server.image(named: name)
    }
    downloads[name] = download
    return try await download.value
  }

  private func imageOnDisk(named name: String) async throws -> String? {
    try await sim.clock.sleep(for: sim.latency())
    return nil
  }
}
