import StatusStreaming
import WireDecoding

extension Transcript {
  /// When, in the run's virtual time, a file parts from its golden, as far as the file tells.
  ///
  /// - Parameters:
  ///   - file: the transcript's file.
  ///   - golden: the bytes that were to be the same.
  ///   - offset: the first byte that differs.
  func instant(
    in file: TranscriptFile, whereGolden golden: [UInt8], partsAt offset: Int
  ) -> Duration? {
    guard file.kind == .events else { return nil }
    return [golden, file.bytes].compactMap { Self.time(ofLineIn: $0, at: offset) }.min()
  }

  /// The time that a line of an ``EventListing`` begins with, even if the rest is damaged.
  private static func time(ofLineIn bytes: [UInt8], at offset: Int) -> Duration? {
    let start = (bytes[..<offset].lastIndex(of: 0x0A) ?? -1) + 1
    let beginning = #"{"time":"#.utf8
    guard bytes[start...].starts(with: beginning) else { return nil }
    let digits = bytes[start...].dropFirst(beginning.count).prefix { $0 != UInt8(ascii: ",") }
    guard case .number(let number)? = try? JSONValue(parsing: Array(digits)) else { return nil }
    return Duration(seconds: number)
  }
}
