/// The refusal of a string as the name of an epoch.
public struct InvalidEpoch: Error, Sendable, Hashable, CustomStringConvertible {
  /// The name that was refused.
  public let name: String

  /// Says which name was refused and what was expected.
  public var description: String {
    let beginning = name.unicodeScalars.prefix(40).map { $0.escaped(asASCII: true) }.joined()
    return "epoch \"\(beginning)\" of \(name.utf8.count) bytes: "
      + "expected 1 to \(Epoch.maximumLength) ASCII letters and digits"
  }
}
