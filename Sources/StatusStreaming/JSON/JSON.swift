/// Any JSON value, kept as the text that it is written as: compact, members in their order, numbers
/// with their digits.
///
/// What an agent's result consists of, since a real one is a report and not a map of strings. Values
/// are made of literals, of anything that is `Encodable`, or of JSON that somebody else has written:
///
/// <!-- example in ReportExample, then
/// #expect(metadata["tags"]?[1] == nil as JSON && artifacts["report"]?["lines"]?[0] == 3)
/// #expect(output.description == #"{"cost":0.10}"#) -->
///
/// ```swift
/// let metadata: JSONObject = ["files": 3, "ok": true, "tags": ["a", nil]]
/// let artifacts: JSONObject = ["report": try JSON(encoding: report)]
/// let output = try JSON(parsing: toolOutput)
/// ```
///
/// Two values are equal if they are written with the same bytes: `1.0` is not `1`, and the order of
/// members counts. Since a value is one text, none of its operations recurses, however deep it is.
public struct JSON: Sendable, Hashable {
  /// How deep arrays and objects may be within each other in what is parsed, encoded or written to
  /// a wire; a value may be made deeper, and is refused there.
  ///
  /// With what a wire puts around an answer this stays below the 128 levels that are a usual limit
  /// of those who read JSON.
  public static let maximumDepth = 120

  /// The text with nothing escaped that need not be, which is ``JSONProfile/reference``.
  let text: [UInt8]
  /// How many levels of arrays and objects there are, 0 for a value that is neither.
  public let depth: Int

  init(text: [UInt8], depth: Int) {
    self.text = text
    self.depth = depth
  }

  /// The literal `null`.
  public static let null = JSON(text: Array("null".utf8), depth: 0)

  /// The literals `true` and `false`.
  public init(_ value: Bool) {
    self.init(text: Array((value ? "true" : "false").utf8), depth: 0)
  }

  /// A string.
  public init(_ string: String) {
    var text: [UInt8] = []
    text.append(json: string, .reference)
    self.init(text: text, depth: 0)
  }

  /// A whole number of any size.
  public init(_ integer: some BinaryInteger) {
    self.init(text: Array(String(integer).utf8), depth: 0)
  }

  /// The shortest number that reads back as this one, as pydantic writes it; `null` for what is not
  /// finite, as with pydantic too, since JSON has no word for it.
  public init(_ number: Double) {
    self = number.isFinite ? JSON(shortest: number.description) : .null
  }

  /// The shortest number that reads back as this one; `null` for what is not finite.
  public init(_ number: Float) {
    self = number.isFinite ? JSON(shortest: number.description) : .null
  }

  /// An array.
  public init(_ elements: some Sequence<JSON>) {
    var text = [UInt8(ascii: "[")]
    var depth = 0
    for element in elements {
      if text.count > 1 { text.append(UInt8(ascii: ",")) }
      text += element.text
      depth = max(depth, element.depth)
    }
    text.append(UInt8(ascii: "]"))
    self.init(text: text, depth: depth + 1)
  }

  /// An object.
  public init(_ object: JSONObject) {
    var text: [UInt8] = []
    object.appendJSON(to: &text, profile: .reference)
    self.init(text: text, depth: object.depth)
  }

  /// Appends the value's text.
  public func appendJSON(to bytes: inout [UInt8], profile: JSONProfile = .portable) {
    guard profile == .portable, text.contains(0xE2) else { return bytes.append(contentsOf: text) }
    // Only strings have bytes outside of ASCII, so what has to be escaped is found without parsing.
    var runStart = 0
    for index in text.indices.dropLast(2) where text[index] == 0xE2 && text[index + 1] == 0x80 {
      let escape: StaticString
      switch text[index + 2] {
      case 0xA8: escape = "\\u2028"
      case 0xA9: escape = "\\u2029"
      default: continue
      }
      bytes.append(contentsOf: text[runStart..<index])
      bytes.append(escape)
      runStart = index + 3
    }
    bytes.append(contentsOf: text[runStart...])
  }
}

extension JSON: CustomStringConvertible {
  /// The value's text.
  public var description: String { String(decoding: text, as: UTF8.self) }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// The literal `null`.
  public init(nilLiteral: ()) { self = .null }

  /// The literals `true` and `false`.
  public init(booleanLiteral value: Bool) { self.init(value) }

  /// A whole number.
  public init(integerLiteral value: Int) { self.init(value) }

  /// A number; that of the literal's digits is not kept but the `Double` nearest to it.
  public init(floatLiteral value: Double) { self.init(value) }

  /// A string.
  public init(stringLiteral value: String) { self.init(value) }

  /// An array.
  public init(arrayLiteral elements: JSON...) { self.init(elements) }

  /// An object of the pairs in their order; of two with one key the last value stands.
  public init(dictionaryLiteral pairs: (String, JSON)...) { self.init(JSONObject(pairs)) }
}

extension JSON {
  /// A finite number from the shortest digits that read back as it, in whatever notation.
  ///
  /// The notation is the one that pydantic has: without an exponent if that is from -5 to 15.
  init(shortest description: String) {
    let isNegative = description.utf8.first == UInt8(ascii: "-")
    let parts = description.utf8.drop { $0 == UInt8(ascii: "-") }
      .split(separator: UInt8(ascii: "e"))
    let halves = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    var digits = Array(halves.joined())
    var exponent = (parts.count > 1 ? Int(String(parts[1]) ?? "") ?? 0 : 0) + halves[0].count - 1
    let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(zeros)
    exponent -= zeros
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    let sign = isNegative ? "-" : ""
    guard !digits.isEmpty else {
      self.init(text: Array("\(sign)0.0".utf8), depth: 0)
      return
    }
    let text = Array(sign.utf8) + Self.notation(of: digits, exponent: exponent)
    self.init(text: text, depth: 0)
  }

  /// - Parameters:
  ///   - digits: without zeros at either end.
  ///   - exponent: the power of ten of the first digit.
  private static func notation(of digits: [UInt8], exponent: Int) -> [UInt8] {
    let zero = UInt8(ascii: "0")
    let point = UInt8(ascii: ".")
    switch exponent {
    case -5..<0:
      return [zero, point] + repeatElement(zero, count: -exponent - 1) + digits
    case 0..<16:
      let whole = digits.prefix(exponent + 1)
      let padding = repeatElement(zero, count: exponent + 1 - whole.count)
      let fraction = digits.dropFirst(exponent + 1)
      return whole + padding + [point] + (fraction.isEmpty ? [zero] : fraction)
    default:
      let fraction = digits.count > 1 ? [point] + digits.dropFirst() : []
      let sign = exponent < 0 ? "" : "+"
      return digits.prefix(1) + fraction + Array("e\(sign)\(exponent)".utf8)
    }
  }
}
