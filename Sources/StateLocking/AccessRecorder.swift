/// Hears which of the things that tasks share the running task touches, as a simulation's clock does.
///
/// What is handed a clock asks once whether the clock is one, and then says, when it reads or changes
/// such a thing, that it does. Neither side has to know more of the other.
package protocol AccessRecorder: Sendable {
  /// Notes that the running task reads something, or changes it.
  ///
  /// - Parameter number: which thing; see ``numberOfResource(_:_:)``.
  func recordAccess(toResource number: UInt64, isWrite: Bool)
}

/// The number of something that tasks share, equal in every process for equal texts; its two lowest
/// bits are zero.
///
/// - Parameters:
///   - kind: what it is, such as `trace`.
///   - name: which of them.
package func numberOfResource(_ kind: String, _ name: String = "") -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  func combine(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  for byte in kind.utf8 { combine(byte) }
  // No byte of a text, so that the two can't run into each other.
  combine(0xFF)
  for byte in name.utf8 { combine(byte) }
  return (hash ^ (hash >> 32)) & ~3
}
