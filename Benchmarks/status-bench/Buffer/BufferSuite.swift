import StatusStreaming

/// What the buffer costs beside what would be written without it.
enum BufferSuite: Suite {
  static let name = "buffer"

  static func run(on bench: inout Bench) async throws {
    try await measureMemory(on: &bench)
    try await measurePublishing(on: &bench)
    try await measureWriters(on: &bench)
    try await measureAppending(on: &bench)
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
