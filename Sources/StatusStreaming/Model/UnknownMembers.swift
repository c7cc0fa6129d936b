internal import StateLocking

/// The members of decoded objects that the model does not know, left out but counted.
///
/// Without one, decoding an update, a step, an answer or an event refuses what it does not know, so
/// that nothing is left out without a word. A client that has to read what a newer server says gives
/// its decoder one, and looks at it afterwards:
///
/// <!-- example in ReportExample, then
/// #expect(update == StatusUpdate(status: .ok) && unknown.paths == ["colour"]) -->
///
/// ```swift
/// let decoder = JSONDecoder()
/// let unknown = UnknownMembers()
/// decoder.userInfo[.unknownMembers] = unknown
/// let update = try decoder.decode(StatusUpdate.self, from: data)
/// if unknown.count > 0 { print("left out: \(unknown.paths)") }
/// ```
///
/// Only members are left out: a value of an unknown kind, such as a `status` that is none of those
/// known, is refused either way, since nothing can stand in its place.
public final class UnknownMembers: Sendable {
  /// The most members that ``paths`` names.
  public static let maximumPaths = 32

  private let state = Lock<(count: Int, paths: [String])>((0, []))

  /// Has counted nothing.
  public init() {}

  /// How many members were left out by all decoding that was given this.
  public var count: Int { state.withLock { $0.count } }

  /// Where the first of them stood, as in `roadmap.0.colour`.
  public var paths: [String] { state.withLock { $0.paths } }

  func note(_ path: String) {
    state.withLock { state in
      state.count += 1
      if state.paths.count < Self.maximumPaths { state.paths.append(path) }
    }
  }
}

extension CodingUserInfoKey {
  /// The key under which a decoder holds its ``UnknownMembers``.
  public static var unknownMembers: CodingUserInfoKey {
    guard let key = CodingUserInfoKey(rawValue: "status-streaming.unknown-members") else {
      preconditionFailure("every string is a key")
    }
    return key
  }
}

extension Decoder {
  /// Looks for members beside those that a type knows: counts them if the decoder is to, or refuses
  /// the first.
  ///
  /// - Throws: `DecodingError` that names the member and those known.
  func checkMembers<Key: CodingKey & CaseIterable>(areOf keys: Key.Type) throws {
    let names = try container(keyedBy: JSONKey.self).allKeys.map(\.stringValue)
      .filter { Key(stringValue: $0) == nil }
    // The order of a decoder's keys may change from one process to the next.
    for name in names.sorted() {
      let path = codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue } + [name]
      guard let counter = userInfo[.unknownMembers] as? UnknownMembers else {
        let known = Key.allCases.map(\.stringValue).joined(separator: ", ")
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: codingPath,
            debugDescription: "unknown member \"\(name)\", expected only: \(known)"))
      }
      counter.note(path.joined(separator: "."))
    }
  }
}
