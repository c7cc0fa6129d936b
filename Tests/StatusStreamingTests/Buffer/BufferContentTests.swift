import StatusStreaming
import Testing

@Suite("Content of a buffer")
struct BufferContentTests {
  /// Every combination of fields that are there and fields that are not.
  private static let updates: [StatusUpdate] = {
    let messages = [nil, "", "short", "longer than what fits into a string itself"]
    let steps = [nil, 0, -1, Int.max]
    let plan = RoadmapStep(id: 1, name: "Query the logs", description: "Of the last hour")
    var updates: [StatusUpdate] = []
    for status in StatusUpdate.Status.allCases {
      for (message, step) in messages.flatMap({ message in steps.map { (message, $0) } }) {
        for stepStatus in StatusUpdate.StepStatus.allCases.map(Optional.some) + [nil] {
          for roadmap in [nil, [], [plan]] {
            updates.append(
              StatusUpdate(
                status: status, message: message, roadmapStepID: step,
                roadmapStepStatus: stepStatus, roadmap: roadmap))
          }
        }
      }
    }
    return updates
  }()

  private func content(
    _ write: (StatusPublisher) throws -> Void
  ) throws -> [StreamEvent.Payload] {
    let buffer = StatusBuffer()
    try buffer.open("a")
    try write(buffer.publisher(for: "a"))
    return try buffer.events(of: "a", after: .zero, limit: .max).map(\.payload)
  }

  @Test("is what was appended, field by field")
  func fields() throws {
    let events = try content { publisher in
      for update in Self.updates { try publisher.publish(update) }
    }
    #expect(events == Self.updates.map { .update($0) })
  }

  @Test("is for a batch to ask for that is made meanwhile")
  func lazyBatch() throws {
    let buffer = StatusBuffer()
    try buffer.open("a")
    try buffer.append(.thinking("1"), to: "a")
    let batch = (2...3).lazy.map { number in
      let held = try? buffer.events(of: "a", after: .zero, limit: .max).count
      return StatusUpdate.thinking("\(number) after \(held ?? 0)")
    }
    #expect(try buffer.append(contentsOf: batch, to: "a") == 3)
    let events = try buffer.events(of: "a", after: .zero, limit: .max)
    #expect(
      events.map(\.payload) == ["1", "2 after 1", "3 after 1"].map { .update(.thinking($0)) })
  }

  @Test("is the same in batches, whatever the kind of collection")
  func batches() throws {
    let expected = Self.updates.map { StreamEvent.Payload.update($0) }
    let ofArrays = try content { try $0.publish(contentsOf: Self.updates) }
    #expect(ofArrays == expected)
    let ofSlices = try content { publisher in
      try publisher.publish(contentsOf: Self.updates.prefix(100))
      try publisher.publish(contentsOf: Self.updates.dropFirst(100))
    }
    #expect(ofSlices == expected)
    let ofViews = try content { publisher in
      try publisher.publish(contentsOf: Self.updates.lazy.map(\.self))
    }
    #expect(ofViews == expected)
  }
}
