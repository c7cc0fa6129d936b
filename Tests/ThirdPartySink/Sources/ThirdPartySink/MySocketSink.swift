import Foundation
public import StatusStreaming

/// Writes an event as one frame.
public struct MySocketSink: StatusSink {
  private let write: @Sendable ([UInt8]) async throws -> Void

  public init(write: @escaping @Sendable ([UInt8]) async throws -> Void) {
    self.write = write
  }

  public mutating func send(_ event: StreamEvent) async throws {
    let json = try JSONEncoder().encode(Frame(event))
    let length = (0..<4).map { UInt8(truncatingIfNeeded: json.count >> (24 - 8 * $0)) }
    try await write(length + json)
  }
}
