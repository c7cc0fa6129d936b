import StatusStreaming
import Testing

/// What a server has where it serves a viewer.
enum ServerExample {
  /// A response's body, of which nobody reads anything.
  struct Body: ByteWriter {
    func write(_ bytes: [UInt8]) {}
  }

  static let writer = Body()
  static let lastEventID: String? = nil

  /// A buffer in which the run is over.
  static let buffer = {
    let buffer = StatusBuffer()
    try? buffer.open("run-1")
    _ = try? buffer.append(.thinking("Determining workflow path"), to: "run-1")
    _ = try? buffer.finish("run-1", with: .complete(FinalAnswer(text: "Done")))
    return buffer
  }()

  /// Checks that a viewer saw the end.
  static func expectEnd(of delivery: Delivery<Cursor>) {
    guard case .finished = delivery.ending else {
      Issue.record("ended otherwise: \(delivery.ending)")
      return
    }
    #expect(delivery.cursor.number > .zero)
  }
}
