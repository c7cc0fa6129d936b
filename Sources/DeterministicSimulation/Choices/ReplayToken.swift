/// A run as one short text, from which it can be repeated.
///
/// It holds the choices that are not zero, hashes to tell whether the repetition is the same run,
/// and the build configuration, because the optimiser removes steps around actor calls. It consists
/// of letters, digits, `-` and `_`, so a shell needs no quotes.
public struct ReplayToken: Sendable, Hashable {
  let deviations: [Deviation]

  /// The low half of the run's ``RecordedRun/traceHash``.
  public let traceHash: UInt32

  /// By which strategy and seed the failure was found, of which the token holds a simpler one.
  let origin: SearchOrigin?

  /// The build configuration of the run.
  public let configuration: Configuration

  /// How a program was built.
  public enum Configuration: Character, Sendable, Hashable, CaseIterable {
    /// Without optimisation.
    case debug = "d"

    /// Optimised.
    case release = "r"

    /// How this program was built.
    public static var current: Configuration {
      #if DEBUG
        .debug
      #else
        .release
      #endif
    }
  }

  /// Why a text is not a token.
  public struct ParsingError: Error, Hashable, CustomStringConvertible {
    /// What is wrong with the text.
    public let description: String
  }

  init(
    _ deviations: [Deviation], traceHash: UInt64, origin: SearchOrigin? = nil,
    configuration: Configuration = .current
  ) {
    self.origin = origin
    self.deviations = deviations
    self.traceHash = UInt32(truncatingIfNeeded: traceHash)
    self.configuration = configuration
  }

  init(choices: [Choice], traceHash: UInt64, origin: SearchOrigin? = nil) {
    self.init(Deviation.all(in: choices), traceHash: traceHash, origin: origin)
  }
}

/// The text is `sim`, the version, the configuration, `_`, and the payload in URL-safe base 64:
/// four bytes of trace hash; for each choice that is not zero the number of zeros before it, a
/// digest of their bounds, the choice's value and its bound; where strategies took turns, the number
/// of the one that found it, two zeros, and its seed; then two bytes that tell a mistyped token.
extension ReplayToken: LosslessStringConvertible {
  private static var prefix: String { "sim1" }

  /// The text of the token.
  public var description: String {
    var payload = lowBytes(of: traceHash, count: 4)
    for deviation in deviations {
      payload.appendVarint(UInt64(deviation.zeros))
      payload.append(deviation.digest)
      payload.appendVarint(UInt64(deviation.choice.value))
      payload.appendVarint(UInt64(deviation.choice.bound))
    }
    if let origin, origin.seed < 1 << 56 {
      payload.appendVarint(UInt64(origin.strategy.rawValue))
      payload += [0, 0]
      payload.appendVarint(origin.seed)
    }
    payload += Self.checksum(of: payload)
    return "\(Self.prefix)\(configuration.rawValue)_\(payload.base64URL)"
  }

  /// Reads a token, or returns `nil` if the text is none.
  public init?(_ description: String) {
    try? self.init(parsing: description)
  }

  /// Reads a token.
  ///
  /// - Throws: ``ParsingError``, which says what is wrong.
  public init(parsing text: String) throws {
    guard text.hasPrefix("sim"), text.count > 4 else {
      throw ParsingError(description: "a replay token begins with \"\(Self.prefix)\"")
    }
    guard text.hasPrefix(Self.prefix) else {
      throw ParsingError(
        description: "this replay token has another version; version 1 can be read")
    }
    let rest = text.dropFirst(Self.prefix.count)
    guard let letter = rest.first, let configuration = Configuration(rawValue: letter),
      rest.dropFirst().first == "_"
    else {
      throw ParsingError(description: "the replay token does not say its build configuration")
    }
    guard let bytes = [UInt8](base64URL: rest.dropFirst(2)), bytes.count >= 6,
      Self.checksum(of: Array(bytes.dropLast(2))) == bytes.suffix(2)
    else {
      throw ParsingError(description: "the replay token is damaged: its checksum is wrong")
    }
    let hash = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let payload = try Self.payload(in: bytes.dropFirst(4).dropLast(2))
    self.init(
      payload.deviations, traceHash: UInt64(hash), origin: payload.origin,
      configuration: configuration)
  }

  private static func payload(
    in bytes: ArraySlice<UInt8>
  ) throws -> (deviations: [Deviation], origin: SearchOrigin?) {
    var bytes = bytes
    var deviations: [Deviation] = []
    while !bytes.isEmpty {
      let zeros = bytes.popVarint()
      let digest = bytes.popFirst()
      let value = bytes.popVarint()
      let bound = bytes.popVarint()
      if bytes.isEmpty, let zeros, digest == 0, value == 0, let bound,
        let strategy = SearchOrigin.Strategy(rawValue: zeros)
      {
        return (deviations, SearchOrigin(strategy: strategy, seed: UInt64(bound)))
      }
      guard let zeros, let digest, let value, let bound, 0 < value, value < bound
      else { throw ParsingError(description: "the replay token holds an impossible choice") }
      deviations.append(
        Deviation(zeros: zeros, digest: digest, choice: Choice(value: value, bound: bound)))
    }
    return (deviations, nil)
  }

  private static func checksum(of bytes: [UInt8]) -> [UInt8] {
    var hash = TraceHash()
    for byte in bytes { hash.combine(UInt64(byte)) }
    return lowBytes(of: UInt32(truncatingIfNeeded: hash.value) & 0xFFFF, count: 2)
  }
}

/// The low bytes of a word, the most significant first.
private func lowBytes(of word: UInt32, count: Int) -> [UInt8] {
  (0..<count).reversed().map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) }
}

extension [UInt8] {
  private static var alphabet: [UInt8] {
    Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  }

  /// The bytes in URL-safe base 64 without padding (RFC 4648, section 5).
  var base64URL: String {
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for byte in self {
      bits = (bits << 8) | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(Self.alphabet[Int((bits >> count) & 63)])
      }
    }
    if count > 0 { text.append(Self.alphabet[Int((bits << (6 - count)) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads URL-safe base 64, or returns `nil` if there is anything else in the text.
  init?(base64URL text: some StringProtocol) {
    self = []
    var bits: UInt32 = 0
    var count: UInt32 = 0
    for letter in text.utf8 {
      guard let value = Self.alphabet.firstIndex(of: letter) else { return nil }
      bits = (bits << 6) | UInt32(value)
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      append(UInt8(truncatingIfNeeded: bits >> count))
    }
  }

  /// Appends a number, seven bits a byte, the lowest first.
  mutating func appendVarint(_ number: UInt64) {
    var rest = number
    while rest > 127 {
      append(UInt8(truncatingIfNeeded: rest) | 128)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}

extension ArraySlice<UInt8> {
  /// Takes a number off the front; `nil` if there is none that fits 56 bits.
  mutating func popVarint() -> Int? {
    var number = 0
    for shift in stride(from: 0, through: 49, by: 7) {
      guard let byte = popFirst() else { return nil }
      number |= Int(byte & 127) << shift
      if byte < 128 { return number }
    }
    return nil
  }
}
