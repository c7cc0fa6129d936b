import DeterministicSimulation

extension Program {
  static let invoiceNumbers = Program(
    "unique-id allocator", "invoice numbers are never given twice, not even after a crash",
    faulty: .lostUpdate
  ) { sim in
    let numbers = InvoiceNumbers(sim)
    let shops = (1...2).map { number in
      sim.spawn("shop \(number)") {
        try await sim.clock.sleep(for: .milliseconds(3 * number))
        return try await numbers.next()
      }
    }
    var given: [Int] = []
    for shop in shops { given.append(try await shop.value) }
    try ensure(Set(given).count == given.count, "given: \(given)")
  }
}

private actor InvoiceNumbers {
  private let sim: Simulation
  private var last = 0

  init(_ sim: Simulation) { self.sim = sim }

  func next() async throws -> Int {
    #if FAULTY
      let number = last + 1
      try await persist(number)
      last = number
    #else
      last += 1
      let number = last
      try await persist(number)
    #endif
    return number
  }

  /// Writes to the journal before the number is used.
  private func persist(_ number: Int) async throws {
    try await sim.clock.sleep(for: .milliseconds(sim.next(below: 5)))
  }
}
