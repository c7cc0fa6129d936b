import Foundation
import StatusStreaming

/// Writes an event as one frame.
package struct MySocketSink: StatusSink {
  private let write: @Sendable ([UInt8]) async throws -> Void

  package init(write: @escaping @Sendable ([UInt8]) async throws -> Void) {
    self.write = write
  }

  package mutating func send(_ event: StreamEvent) async throws {
    let encoder = JSONEncoder()
    // Otherwise the members come in another order each time, and no run could be repeated.
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(Frame(event))
    let length = (0..<4).map { UInt8(truncatingIfNeeded: json.count >> (24 - 8 * $0)) }
    try await write(length + json)
  }
}
