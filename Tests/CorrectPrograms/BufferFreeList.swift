import DeterministicSimulation

extension Program {
  static let bufferFreeList = Program(
    "free list", "buffers are taken from and put back to a list by compare and set",
    faulty: .lostUpdate
  ) { sim in
    let list = FreeList(in: sim, count: 3)
    let owners = Owners()
    let reader = sim.spawn("reader") {
      try await owners.add(await list.pop())
    }
    let writer = sim.spawn("writer") {
      let first = await list.pop()
      try await owners.add(first)
      let second = await list.pop()
      try await owners.add(second)
      await owners.remove(first)
      if let first { await list.push(first) }
      try await owners.add(await list.pop())
    }
    try await reader.value
    try await writer.value
  }
}

private actor Owners {
  private var owned: Set<Int> = []

  func add(_ buffer: Int?) throws {
    guard let buffer else { return }
    try ensure(owned.insert(buffer).inserted, "buffer \(buffer) has two owners")
  }

  func remove(_ buffer: Int?) {
    if let buffer { owned.remove(buffer) }
  }
}

private actor FreeList {
  struct Head {
    var buffer: Int?
    var version = 0
  }

  private let lane: Lane
  private(set) var head: Head
  private var next: [Int?]

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe lane.asUnownedSerialExecutor()
  }

  init(in sim: Simulation, count: Int) {
    lane = sim.lane("free list")
    head = Head(buffer: 0)
    next = (1..<count).map { $0 } + [nil]
  }

  func next(after buffer: Int) -> Int? { next[buffer] }

  func setNext(_ following: Int?, after buffer: Int) { next[buffer] = following }

  func compareAndSet(_ expected: Head, to new: Head) -> Bool {
    #if FAULTY
      guard head.buffer == expected.buffer else { return false }
    #else
      guard head.version == expected.version else { return false }
    #endif
    head = new
    return true
  }
}

extension FreeList {
  nonisolated func pop() async -> Int? {
    while true {
      let head = await head
      guard let buffer = head.buffer else { return nil }
      let following = await next(after: buffer)
      let new = Head(buffer: following, version: head.version + 1)
      if await compareAndSet(head, to: new) { return buffer }
    }
  }

  nonisolated func push(_ buffer: Int) async {
    while true {
      let head = await head
      await setNext(head.buffer, after: buffer)
      let new = Head(buffer: buffer, version: head.version + 1)
      if await compareAndSet(head, to: new) { return }
    }
  }
}
