import DeterministicSimulation

extension Program {
  static let boundedBuffer = Program(
    "bounded buffer", "producers wait while the buffer is full, consumers while it is empty",
    faulty: .missingRecheck
  ) { sim in
    let buffer = BoundedBuffer(capacity: 1)
    let producers = (1...3).map { number in
      sim.spawn("producer \(number)") {
        try await sim.clock.sleep(for: .milliseconds(10 * number))
        await buffer.put(number)
      }
    }
    let consumer = sim.spawn("consumer") {
      var taken: [Int] = []
      for _ in 1...3 {
        try await sim.clock.sleep(for: .milliseconds(15 * (1 + sim.next(below: 2))))
        taken.append(await buffer.take())
      }
      return taken
    }
    for producer in producers { try await producer.value }
    let taken = try await consumer.value
    try ensure(Set(taken) == [1, 2, 3], "took \(taken)")
    let most = await buffer.most
    try ensure(most <= 1, "\(most) elements in a buffer for one")
  }
}

private actor BoundedBuffer {
  private let capacity: Int
  private var elements: [Int] = []
  private var putters: [CheckedContinuation<Void, Never>] = []
  private var takers: [CheckedContinuation<Void, Never>] = []
  private(set) var most = 0

  init(capacity: Int) { self.capacity = capacity }

  func put(_ element: Int) async {
    #if FAULTY
      if elements.count == capacity {
        await withCheckedContinuation { putters.append($0) }
      }
    #else
      while elements.count == capacity {
        await withCheckedContinuation { putters.append($0) }
      }
    #endif
    elements.append(element)
    most = max(most, elements.count)
    if !takers.isEmpty { takers.removeFirst().resume() }
  }

  func take() async -> Int {
    while elements.isEmpty {
      await withCheckedContinuation { takers.append($0) }
    }
    defer { if !putters.isEmpty { putters.removeFirst().resume() } }
    return elements.removeFirst()
  }
}
