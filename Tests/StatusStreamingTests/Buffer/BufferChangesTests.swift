import StatusStreaming
import Testing

@Suite("Changed traces")
struct BufferChangesTests {
  private let buffer = StatusBuffer()

  @Test("are those opened, appended to or finished since the last question, oldest change first")
  func changes() throws {
    for trace in ["a", "b", "c"] as [TraceID] { try buffer.open(trace) }
    var (traces, mark) = buffer.changedTraces()
    #expect(traces == ["a", "b", "c"])
    (traces, mark) = buffer.changedTraces(since: mark)
    #expect(traces.isEmpty)

    try buffer.append(.thinking("x"), to: "c")
    try buffer.append(.thinking("x"), to: "a")
    try buffer.append(.thinking("y"), to: "c")
    (traces, mark) = buffer.changedTraces(since: mark)
    #expect(traces == ["c", "a"])

    try buffer.finish("b", with: .failed(message: "end"))
    try buffer.open("d")
    (traces, mark) = buffer.changedTraces(since: mark)
    #expect(traces == ["b", "d"])
    #expect(buffer.changedTraces(since: mark).traces.isEmpty)
  }

  @Test("are told to each reader as it asks, whatever the others have asked")
  func severalReaders() throws {
    try buffer.open("a")
    let slow = buffer.changedTraces().mark
    var fast = slow
    for number in 1...5 {
      let trace = try TraceID("run-\(number)")
      try buffer.open(trace)
      let (traces, mark) = buffer.changedTraces(since: fast)
      #expect(traces == [trace])
      fast = mark
    }
    try buffer.append(.thinking("x"), to: "run-2")
    #expect(buffer.changedTraces(since: fast).traces == ["run-2"])
    #expect(
      buffer.changedTraces(since: slow).traces == ["run-1", "run-3", "run-4", "run-5", "run-2"])
  }

  @Test("leave out what was removed")
  func removed() throws {
    for trace in ["a", "b", "c"] as [TraceID] { try buffer.open(trace) }
    buffer.remove("b")
    let (traces, mark) = buffer.changedTraces()
    #expect(traces == ["a", "c"])
    buffer.remove("c")
    #expect(buffer.changedTraces(since: mark).traces.isEmpty)
    #expect(buffer.changedTraces().traces == ["a"])
  }
}
