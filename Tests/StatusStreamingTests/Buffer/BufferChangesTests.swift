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

  @Test("keep their order when traces come in the place of others")
  func turnover() throws {
    let traces = (0..<8).map { TraceID(stringLiteral: "run-\($0)") }
    for trace in traces { try buffer.open(trace) }
    for index in [1, 6, 3] { buffer.remove(traces[index]) }
    let mark = buffer.changedTraces().mark
    for trace in ["a", "b", "c", "d"] as [TraceID] { try buffer.open(trace) }
    for trace in [traces[7], "b", traces[0], traces[7]] {
      try buffer.append(.thinking("x"), to: trace)
    }
    let changes = buffer.changedTraces(since: mark)
    #expect(changes.traces == ["a", "b", "c", "d", traces[7], traces[0]])
    try buffer.append(.thinking("y"), to: "c")
    #expect(buffer.changedTraces(since: changes.mark).traces == ["c"])
    let all = buffer.changedTraces().traces
    #expect(Set(all.prefix(3)) == Set([traces[2], traces[4], traces[5]]))
    #expect(all.dropFirst(3) == ["a", "b", "d", traces[7], traces[0], "c"])
  }
}
