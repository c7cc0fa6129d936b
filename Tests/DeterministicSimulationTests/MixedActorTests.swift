import DeterministicSimulation
import Testing

/// Actors that call actors, lanes, global actors, and what isolation leads to otherwise.
@Suite struct MixedActorTests {
  @globalActor actor Archive {
    static let shared = Archive()
  }

  actor Semaphore {
    private var permits = 1
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func acquire() async {
      if permits > 0 { return permits -= 1 }
      await withCheckedContinuation { waiting.append($0) }
    }

    func release() {
      if waiting.isEmpty { permits += 1 } else { waiting.removeFirst().resume() }
    }
  }

  actor Worker {
    private let semaphore: Semaphore
    private(set) var inside = 0
    private(set) var most = 0

    init(_ semaphore: Semaphore) { self.semaphore = semaphore }

    func work(_ sim: Simulation) async throws {
      await semaphore.acquire()
      inside += 1
      most = max(most, inside)
      try await sim.clock.sleep(for: .seconds(1))
      inside -= 1
      await semaphore.release()
    }
  }

  @Test func actorsCallActorsThatHoldContinuations() throws {
    try explore(.random(seeds: 0..<100)) { sim in
      let worker = Worker(Semaphore())
      let tasks = (1...4).map { sim.spawn("w\($0)") { try await worker.work(sim) } }
      for task in tasks { try await task.value }
      let most = await worker.most
      guard most == 1, sim.clock.now == .zero.advanced(by: .seconds(4)) else {
        throw FaultyProgram.Broken(description: "\(most) at \(sim.clock.now)")
      }
    }
  }

  @Test func reentrancyOfAnyDepth() throws {
    actor Ping {
      var depth = 0
      func call(_ other: Ping, _ rest: Int, _ sim: Simulation) async throws -> Int {
        depth += 1
        defer { depth -= 1 }
        try await sim.clock.sleep(for: .milliseconds(1))
        guard rest > 0 else { return depth }
        return try await other.call(self, rest - 1, sim) + depth
      }
    }
    let sums = try simulate { sim in
      let (left, right) = (Ping(), Ping())
      let tasks = (0..<3).map { index in
        sim.spawn("p\(index)") {
          try await (index == 1 ? right : left).call(index == 1 ? left : right, 9, sim)
        }
      }
      var sums: [Int] = []
      for task in tasks { sums.append(try await task.value) }
      return (sums, sim.clock.now)
    }
    #expect(sums.0.allSatisfy { $0 > 10 })
    #expect(sums.1 == .zero.advanced(by: .milliseconds(10)))
  }

  actor Register {
    private let lane: Lane
    nonisolated var unownedExecutor: UnownedSerialExecutor {
      unsafe lane.asUnownedSerialExecutor()
    }
    private(set) var entries: [String] = []

    init(_ lane: Lane) { self.lane = lane }

    func enter(_ name: String, _ clock: VirtualClock) async throws {
      entries.append(name)
      try await clock.sleep(for: .milliseconds(1))
      entries.append(name)
    }
  }

  actor Desk {
    private let register: Register
    init(_ register: Register) { self.register = register }

    func serve(_ name: String, _ clock: VirtualClock) async throws {
      try await register.enter(name, clock)
      try await clock.sleep(for: .milliseconds(1))
    }
  }

  @Test func lanesAndDefaultActorsMix() throws {
    let run = record { sim in
      let desk = Desk(Register(sim.lane("register")))
      for name in ["a", "b", "c"] { sim.spawn(name) { try await desk.serve(name, sim.clock) } }
    }
    #expect(throws: Never.self) { try run.result.get() }
    #expect(Set(run.trace.map(\.label)).isSubset(of: ["body", "a", "b", "c", "lane register"]))
    let wakes = run.trace.filter { $0.time > .zero }.map(\.label)
    #expect(wakes.filter { $0 == "lane register" }.isEmpty)
    #expect(Set(wakes) == ["a", "b", "c"])
  }

  @Test func lanesAndDefaultActorsMixUnderManySchedules() throws {
    try explore(.random(seeds: 0..<200)) { sim in
      let register = Register(sim.lane("register"))
      let desk = Desk(register)
      let tasks = ["a", "b", "c"].map { name in
        sim.spawn(name) { try await desk.serve(name, sim.clock) }
      }
      for task in tasks { try await task.value }
      guard await register.entries.count == 6 else {
        throw FaultyProgram.Broken(description: "lost entries")
      }
    }
  }

  @Archive static func file(_ log: Log, _ name: String, _ sim: Simulation) async throws {
    log.add("\(name) in")
    try await sim.clock.sleep(for: .seconds(1))
    log.add("\(name) out at \(sim.clock.now)")
  }

  @Test func aGlobalActorOfTheUsersOwnIsCaptured() throws {
    let log = Log()
    try simulate { sim in
      for name in ["a", "b"] { sim.spawn(name) { try await Self.file(log, name, sim) } }
      let task = sim.spawn("c") { @Archive in
        try await sim.clock.sleep(for: .seconds(3))
        log.add("c")
      }
      try await task.value
    }
    #expect(log.entries == ["a in", "b in", "a out at 1 s", "b out at 1 s", "c"])
  }

  @Test func isolatedParametersAreFollowed() throws {
    actor Counter { var value = 0 }
    func add(_ counter: isolated Counter, _ sim: Simulation) async throws {
      let before = counter.value
      try await sim.clock.sleep(for: .milliseconds(1))
      counter.value = before + 1
    }
    let value = try simulate { sim in
      let counter = Counter()
      for name in ["a", "b"] { sim.spawn(name) { try await add(counter, sim) } }
      try await sim.clock.sleep(for: .seconds(1))
      return await counter.value
    }
    #expect(value == 1)
  }

  @Test func anExecutorOfAChildNamesItAlsoInAnActor() throws {
    actor Room {
      func stay(_ sim: Simulation) async throws {
        try await sim.clock.sleep(for: .seconds(1))
        await waitForever()
      }
    }
    let error = try #require(
      SimulationErrorTests.failure { sim in
        let room = Room()
        try await withThrowingTaskGroup { group in
          for name in ["writer", "reader"] {
            group.addTask(executorPreference: sim.executor(name)) { try await room.stay(sim) }
          }
          try await group.waitForAll()
        }
      })
    #expect(error.code == .deadlock)
    #expect(error.unfinished.map(\.label) == ["body"])
  }

  @Test func messagesOfATaskThatAskNothingAreItsSteps() throws {
    actor Sum {
      var value = 0
      func add(_ number: Int) { value += number }
    }
    let run = record { sim in
      let sum = Sum()
      for name in ["a", "b", "c"] {
        sim.spawn(name) {
          await sum.add(1)
          await sum.add(1)
        }
      }
    }
    // Each starts, has its messages handled in the job of the first, and ends.
    #expect(run.trace.map(\.label).joined() == "bodyabcabcabc")
  }
}

/// What is explored of an actor's messages, and what only with a lane.
@Suite struct ActorMessageTests {
  struct Lost: Error {}

  protocol Hub: Actor {
    var live: [String] { get }
    func publish(_ message: String) async
    func subscribe()
  }

  actor MessageArchive {
    private(set) var messages: [String] = []
    func append(_ message: String) { messages.append(message) }
  }

  actor PlainHub: Hub {
    private let archive: MessageArchive
    private(set) var live: [String] = []
    private var isSubscribed = false
    init(_ archive: MessageArchive) { self.archive = archive }

    func publish(_ message: String) async {
      await archive.append(message)
      if isSubscribed { live.append(message) }
    }

    func subscribe() { isSubscribed = true }
  }

  actor LaneHub: Hub {
    private let lane: Lane
    nonisolated var unownedExecutor: UnownedSerialExecutor {
      unsafe lane.asUnownedSerialExecutor()
    }
    private let archive: MessageArchive
    private(set) var live: [String] = []
    private var isSubscribed = false

    init(_ archive: MessageArchive, _ lane: Lane) {
      self.archive = archive
      self.lane = lane
    }

    func publish(_ message: String) async {
      await archive.append(message)
      if isSubscribed { live.append(message) }
    }

    func subscribe() { isSubscribed = true }
  }

  /// Loses a message that is published between the look into the archive and the subscription.
  static func catchUp(
    on hub: some Hub, _ archive: MessageArchive, in sim: Simulation
  ) async throws {
    let publisher = sim.spawn("publisher") { await hub.publish("a") }
    let reader = sim.spawn("reader") {
      let old = await archive.messages
      await hub.subscribe()
      return old
    }
    await publisher.value
    let old = await reader.value
    guard await old + hub.live == ["a"] else { throw Lost() }
  }

  @Test func aMessageOnItsWayFromActorToActorIsNotOvertaken() throws {
    let summary = try explore(.depthFirst(schedules: 10_000)) { sim in
      let archive = MessageArchive()
      try await Self.catchUp(on: PlainHub(archive), archive, in: sim)
    }
    #expect(summary.isExhaustive)
  }

  @Test func aMessageOnItsWayToALaneIsOvertaken() throws {
    let failure = #expect(throws: ExplorationFailure.self) {
      try explore(.depthFirst(schedules: 10_000)) { sim in
        let archive = MessageArchive()
        try await Self.catchUp(on: LaneHub(archive, sim.lane("hub")), archive, in: sim)
      }
    }
    #expect(failure?.underlyingError is Lost)
  }

  /// Whoever enters first gets the first number.
  actor Turnstile {
    private var next = 0
    func enter() -> Int {
      next += 1
      return next
    }
  }

  @Test func whoEntersAFreeActorFirstIsExplored() throws {
    let orders = Cell<Set<[Int]>>([])
    let summary = try explore(.depthFirst(schedules: 50_000)) { sim in
      let turnstile = Turnstile()
      let tasks = (0..<3).map { sim.spawn("t\($0)") { await turnstile.enter() } }
      var order: [Int] = []
      for task in tasks { order.append(await task.value) }
      orders.update { [order] in $0.insert(order) }
    }
    #expect(summary.isExhaustive)
    #expect(orders.value.count == 6)
  }
}
