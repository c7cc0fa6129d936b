/// The transport under a sink: a file descriptor, a response body, a channel.
///
/// A server's writer is often not `Sendable`, so that it may be used by one task alone, and its own
/// method often leaves the caller's actor. Swift lets a method of that kind be called on a stored
/// writer only from one that has left the actor as well, so `write` is marked `@concurrent`:
///
/// <!-- example in ResponseExample -->
/// ```swift
/// struct BodyWriter: ByteWriter {
///   var response: any ResponseWriter
///
///   @concurrent mutating func write(_ bytes: [UInt8]) async throws {
///     try await response.write(bytes)
///   }
/// }
///
/// try await respond { response in
///   var sink = EventStreamSink(profile: .resumable, writer: BodyWriter(response: response))
///   _ = await StatusMonitor(buffer: buffer).deliver("run-1", to: &sink)
/// }
/// ```
///
/// A closure needs no mark:
///
/// <!-- example in ResponseExample -->
/// ```swift
/// try await respond { response in
///   var response = response
///   var sink = EventStreamSink(profile: .resumable) { try await response.write($0) }
///   _ = await StatusMonitor(buffer: buffer).deliver("run-1", to: &sink)
/// }
/// ```
///
/// Both compile with Swift's settings as they are and with `NonisolatedNonsendingByDefault`.
public protocol ByteWriter: SendableMetatype {
  /// Accepts bytes, waiting until there is room for them.
  ///
  /// Returning means accepted; after a throw the output is undefined and nothing more is written.
  /// The bytes are lent: they are valid until the call returns, and have to be copied to be kept.
  mutating func write(_ bytes: [UInt8]) async throws
}
