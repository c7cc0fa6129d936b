/// What is wrong with an event at its place in a stream of AG-UI.
public struct AGUIFault: Error, Sendable, Hashable {
  /// What kind of promise it breaks.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A run declares the version that its producer speaks (Versioning, “Version negotiation”).
    case version
    /// A stream begins with `RUN_STARTED`, or `RUN_ERROR`, and runs do not overlap (Runs and Steps).
    case start
    /// The end of a run names what was started (Runs and Steps; The Event Model, “Identifiers”).
    case names
    /// Nothing follows the end of a run but another run, or a late failure (Runs and Steps).
    case end
    /// What is continued or closed is open, and what is opened is not (Streaming Messages).
    case brackets
    /// A run that finishes has closed what it has opened (Runs and Steps).
    case openAtEnd
    /// A chunk that opens says what, and one that continues says nothing else (Streaming Messages,
    /// “The chunked form”).
    case chunks
    /// What one invocation has opened is its own (Subagents).
    case owners
    /// A delta follows a snapshot (Snapshots and Deltas).
    case baseline
    /// A delta applies to what the snapshot and the deltas before have made (Snapshots and Deltas).
    case patch
    /// A run that was stopped says that it was cancelled, and nothing else (Runs and Steps,
    /// “Cancelled runs”).
    case stop
  }

  /// What kind of promise it breaks.
  public let kind: Kind
  /// What had to be.
  public let expected: String
  /// What is.
  public let found: String

  init(_ kind: Kind, expected: String, found: String) {
    self.kind = kind
    self.expected = expected
    self.found = found
  }
}

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

  /// Reads `MAJOR.MINOR`; `nil` if that is not what it is, or from before 1.0, the first version there
  /// is.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 2,
      let numbers = try? parts.map({ try Self.number(String(decoding: $0, as: UTF8.self)) }),
      numbers[0] > 0
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
