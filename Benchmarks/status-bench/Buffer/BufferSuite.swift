import StatusStreaming

/// What the buffer costs beside what would be written without it.
enum BufferSuite: Suite {
  static let name = "buffer"

  static func run(on bench: inout Bench) async throws {
    try await measureMemory(on: &bench)
    try await measurePublishing(on: &bench)
    try await measureWriters(on: &bench)
    try await measureAppending(on: &bench)
    try await measureLifecycles(on: &bench)
    try await measureDraining(on: &bench)
    try await measurePolling(on: &bench)
    try await measureDelivery(on: &bench)
  }

  static let actor = "actor with a dictionary of arrays"
  static let lockedArray = "Mutex around an array"
  static let stampedArray = "Mutex around an array, stamped by the clock"
  static let lockedArrays = "Mutex around an array each"
  static let lockedDictionary = "Mutex around a dictionary of arrays"
  static let stream = "AsyncStream"

  static let update = StatusUpdate.step(1, .running, "Parsing repository sources")

  /// Names as servers make them, 36 characters long.
  static func traces(_ count: Int) -> [TraceID] {
    (0..<count).map {
      TraceID(stringLiteral: "6f9619ff-8b86-d011-b42d-\(100_000_000_000 + $0 * 7_919)")
    }
  }

  /// A buffer with open traces that drops nothing.
  static func buffer(_ traces: [TraceID]) throws -> StatusBuffer {
    let buffer = StatusBuffer(configuration: .init(capacity: .max))
    for trace in traces { try buffer.open(trace) }
    return buffer
  }
}

extension BufferSuite {
  /// What a stored update occupies: the log's share, and the messages of the reference run, each a
  /// string of its own as an agent would build it.
  static func measureMemory(on bench: inout Bench) async throws {
    guard ResidentMemory.current() != nil else { return }
    let count = bench.scaled(1_000_000)
    try await bench.measure(
      "memory per stored update", unit: "bytes", better: .lower, goals: [.median(atMost: 120)],
      beside: [.floor("array") { memory(of: count) { $0.map(ownUpdate) } }]
    ) {
      memory(of: count) { range in
        do {
          let buffer = try buffer(traces(1))
          let publisher = try buffer.publisher(for: traces(1)[0])
          for index in range { try publisher.publish(ownUpdate(index)) }
          return buffer
        } catch {
          preconditionFailure("\(error)")
        }
      }
    }
  }

  private static func memory<Value>(of count: Int, _ make: (Range<Int>) -> Value) -> Double {
    let before = ResidentMemory.current() ?? 0
    let value = make(0..<count)
    let after = ResidentMemory.current() ?? 0
    consume(value)
    return Double(after - before) / Double(count)
  }

  /// An update of the reference run whose message shares its storage with no other.
  private static func ownUpdate(_ index: Int) -> StatusUpdate {
    var update = ReferenceRun.updates[index % ReferenceRun.updates.count]
    update.message = update.message.map { String(decoding: Array($0.utf8), as: UTF8.self) }
    return update
  }
}
