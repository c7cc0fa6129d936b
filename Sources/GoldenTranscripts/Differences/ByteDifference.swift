/// Where two versions of a file part, and what changed, for a person to read.
///
/// ```text
/// line 3, column 9, byte 78, at 0.750000000 s: 0x37 instead of 0x38
/// @@ -2,2 +2,2 @@
///  {"time":0.100000000,…
/// -{"time":0.800000000,…
/// +{"time":0.750000000,…
/// ```
///
/// Its size is bounded and the time that it takes grows with the files' sizes alone, however much
/// they differ. Control characters are shown as their pictures, as in `␍` for the CR before a line
/// feed, other characters that can't be seen as `⟨U+202E⟩`, and bytes that are not UTF-8 as `⟨xff⟩`.
public struct ByteDifference: Sendable, Hashable, CustomStringConvertible {
  /// The first line that differs, from 1 on.
  public let line: Int
  /// The first byte that differs within that line, from 1 on.
  public let column: Int
  /// The first byte that differs, from 0 on.
  public let offset: Int
  /// When, in a run's virtual time, the versions part; `nil` if the file does not tell.
  public let instant: Duration?
  /// The changes as hunks of a unified diff.
  public let hunks: String

  private let oldByte: UInt8?
  private let newByte: UInt8?

  /// Compares two versions, `nil` if they are the same.
  ///
  /// - Parameters:
  ///   - old: the golden's bytes.
  ///   - new: the bytes that were to be the same.
  ///   - limits: how much of the changes is shown.
  ///   - instant: gives the time at which the versions part, from the offset of the first byte that
  ///     differs.
  public init?(
    from old: [UInt8], to new: [UInt8], limits: Limits = Limits(),
    instant: (Int) -> Duration? = { _ in nil }
  ) {
    if old == new { return nil }
    let offset = old.commonPrefixCount(with: new[...])
    let lineStart = (new[..<offset].lastIndex(of: 0x0A) ?? -1) + 1
    self.offset = offset
    line = new[..<offset].count { $0 == 0x0A } + 1
    column = offset - lineStart + 1
    oldByte = offset < old.count ? old[offset] : nil
    newByte = offset < new.count ? new[offset] : nil
    self.instant = instant(offset)
    hunks = HunkWriter.hunks(from: LineTable(old), to: LineTable(new), limits: limits)
  }

  /// The place of the first difference, and below it the hunks.
  public var description: String {
    let time = instant.map { ", at \($0.inSeconds) s" } ?? ""
    return "line \(line), column \(column), byte \(offset)\(time): "
      + "\(Self.name(newByte)) instead of \(Self.name(oldByte))\n\(hunks)"
  }

  private static func name(_ byte: UInt8?) -> String {
    guard let byte else { return "the end" }
    var digits: [UInt8] = []
    digits.append(hexadecimal: [byte])
    return "0x" + String(decoding: digits, as: UTF8.self)
  }
}

extension [UInt8] {
  /// How many bytes are the same at the beginning of both.
  func commonPrefixCount(with other: ArraySlice<UInt8>) -> Int {
    self[...].commonPrefixCount(with: other)
  }
}

extension ArraySlice<UInt8> {
  /// How many bytes are the same at the beginning of both.
  func commonPrefixCount(with other: ArraySlice<UInt8>) -> Int {
    var index = 0
    while index < count && index < other.count
      && self[startIndex + index] == other[other.startIndex + index]
    {
      index += 1
    }
    return index
  }
}

extension Duration {
  /// The time in seconds with nine decimals.
  fileprivate var inSeconds: String {
    let (seconds, nanoseconds) = (attoseconds.magnitude / 1_000_000_000)
      .quotientAndRemainder(dividingBy: 1_000_000_000)
    let fraction = String(nanoseconds)
    let sign = self < .zero ? "-" : ""
    return "\(sign)\(seconds)." + String(repeating: "0", count: 9 - fraction.utf8.count) + fraction
  }
}

extension ByteDifference {
  /// How much of the changes is shown.
  public struct Limits: Sendable, Hashable {
    /// How many unchanged lines stand around each change.
    public var context: Int
    /// How many lines are shown in all; the rest is counted.
    public var lines: Int
    /// How many bytes of a line are shown, around its first difference if there is one.
    public var columns: Int

    /// Sets the limits.
    public init(context: Int = 3, lines: Int = 60, columns: Int = 160) {
      self.context = context
      self.lines = lines
      self.columns = columns
    }
  }
}
