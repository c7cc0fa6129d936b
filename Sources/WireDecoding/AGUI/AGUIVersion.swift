/// A version of AG-UI, as `RUN_STARTED` declares it (Versioning, “Version negotiation”).
public struct AGUIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// What may break with what was before.
  public let major: Int
  /// What only adds to it.
  public let minor: Int

  /// The newest version whose objects are known here; it adds one member to 1.0.
  public static let newest = AGUIVersion(major: 1, minor: 1)

  init(major: Int, minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Reads `MAJOR.MINOR`; `nil` if that is not what it is.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 2,
      let numbers = try? parts.map({ try Self.number(String(decoding: $0, as: UTF8.self)) })
    else { return nil }
    self.init(major: numbers[0], minor: numbers[1])
  }

  private struct NoNumber: Error {}

  private static func number(_ text: String) throws -> Int {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
      throw NoNumber()
    }
    return number
  }

  /// Compares number by number, so that 1.10 is newer than 1.9.
  public static func < (left: AGUIVersion, right: AGUIVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }

  /// As it is written.
  public var description: String { "\(major).\(minor)" }
}
