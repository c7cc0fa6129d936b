import StatusStreaming
import Testing

@Suite("A trace over its capacity")
struct BufferOverflowTests {
  private func buffer(
    capacity: Int, _ overflow: StatusBuffer.Configuration.OverflowPolicy = .dropOldest
  ) throws -> StatusBuffer {
    let buffer = StatusBuffer(configuration: .init(capacity: capacity, overflow: overflow))
    try buffer.open("a")
    return buffer
  }

  @Test(
    "drops the oldest updates and gives a reader behind them one gap",
    arguments: [1, 2, 8, 9, 247, 248, 249, 600])
  func gap(capacity: Int) throws {
    let buffer = try buffer(capacity: capacity)
    let total = 1300
    for number in 1...total { try buffer.append(.thinking("\(number)"), to: "a") }
    try buffer.finish("a", with: .failed(message: "end"))
    let lost = total - capacity
    for cursor in [0, 1, lost - 1] where cursor < lost {
      let events = try buffer.events(
        of: "a", after: Cursor(SequenceNumber(rawValue: cursor)), limit: .max)
      #expect(events.count == capacity + 2)
      #expect(events[0].payload == .gap(lost: lost - cursor))
      #expect(events[0].sequence.rawValue == lost)
      #expect(events[1].payload == .update(.thinking("\(lost + 1)")))
      #expect(events.last?.payload == .failed(message: "end"))
    }
    let tail = try buffer.events(
      of: "a", after: Cursor(SequenceNumber(rawValue: lost)), limit: .max)
    #expect(tail.count == capacity + 1)
    #expect(tail.allSatisfy { if case .gap = $0.payload { false } else { true } })
  }

  @Test("counts a gap as one of the events asked for")
  func limitedGap() throws {
    let buffer = try buffer(capacity: 2)
    for number in 1...5 { try buffer.append(.thinking("\(number)"), to: "a") }
    let first = try buffer.events(of: "a", after: .zero, limit: 1)
    #expect(first.map(\.payload) == [.gap(lost: 3)])
    #expect(first.map(\.sequence) == [3])
    let second = try buffer.events(of: "a", after: 3, limit: 1)
    #expect(second.map(\.payload) == [.update(.thinking("4"))])
  }

  @Test("takes a batch larger than its capacity")
  func largeBatch() throws {
    let buffer = try buffer(capacity: 2)
    #expect(try buffer.append(contentsOf: (1...5).map { .thinking("\($0)") }, to: "a") == 5)
    let events = try buffer.events(of: "a", after: .zero, limit: .max)
    #expect(events.map(\.sequence) == [3, 4, 5])
  }

  @Test("refuses more if that is the policy, batches whole, but never the end")
  func refusal() throws {
    let buffer = try buffer(capacity: 2, .refuse)
    try buffer.append(.thinking("1"), to: "a")
    let batch = #expect(throws: BufferError.self) {
      try buffer.append(contentsOf: [.thinking("2"), .thinking("3")], to: "a")
    }
    #expect(batch?.code == .full)
    try buffer.append(.thinking("2"), to: "a")
    let single = #expect(throws: BufferError.self) {
      try buffer.append(.thinking("3"), to: "a")
    }
    #expect(single?.code == .full)
    #expect(single?.description.contains("2") == true)
    #expect(try buffer.finish("a", with: .failed(message: "end")) == 3)
    let events = try buffer.events(of: "a", after: .zero, limit: .max)
    #expect(events.map(\.sequence) == [1, 2, 3])
  }
}
