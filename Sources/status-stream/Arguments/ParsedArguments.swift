/// A command line taken apart into options and operands, without regard to what they mean.
///
/// `--name value` and `--name=value` are the same; `--` ends the options. A value that begins with
/// two dashes needs the second form, so that a forgotten value is never made up from what follows.
package struct ParsedArguments: Sendable {
  private var given: [(option: OptionSyntax, value: String)] = []
  /// The arguments that are neither options nor their values.
  private(set) var operands: [String] = []

  /// Takes arguments apart.
  ///
  /// - Throws: ``UsageError`` for an option that is unknown, lacks its value, has one that it does
  ///   not take, or is repeated although it takes one value.
  init(_ arguments: some Sequence<String>, options: [OptionSyntax]) throws(UsageError) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        return
      }
      guard argument.utf8.first == UInt8(ascii: "-"), argument.utf8.count > 1 else {
        operands.append(argument)
        continue
      }
      // Bytes, since an equals sign and a combining mark after it are one character.
      let equals = argument.utf8.firstIndex(of: UInt8(ascii: "="))
      let name = String(argument[..<(equals ?? argument.endIndex)])
      let attached = equals.map { String(argument[argument.utf8.index(after: $0)...]) }
      guard let option = options.first(where: { $0.name == name || $0.shortName == name }) else {
        throw .unknownOption(name, among: options)
      }
      try take(option, attached, from: &rest)
    }
  }

  private mutating func take(
    _ option: OptionSyntax, _ attached: String?, from rest: inout ArraySlice<String>
  ) throws(UsageError) {
    switch (option.arity, attached) {
    case (.flag, nil):
      given.append((option, ""))
    case (.flag, let value?):
      throw UsageError("\(option.name) takes no value, got \(value.quoted)")
    case (.value, _) where contains(option):
      throw UsageError("\(option.name) is given more than once")
    case (_, let value?):
      given.append((option, value))
    case (_, nil):
      guard let value = rest.popFirst(), !value.utf8.starts(with: "--".utf8) else {
        throw UsageError(
          "\(option.name) needs a value; one that begins with -- is given as \(option.name)=VALUE")
      }
      given.append((option, value))
    }
  }
}

extension ParsedArguments {
  /// Whether an option is given.
  func contains(_ option: OptionSyntax) -> Bool {
    given.contains { $0.option == option }
  }

  /// The values of an option in their order.
  func values(of option: OptionSyntax) -> [String] {
    given.filter { $0.option == option }.map(\.value)
  }

  /// The value of an option, read as one of a set of names.
  ///
  /// - Throws: ``UsageError`` that lists the names.
  func choice<Value: RawRepresentable<String> & CaseIterable>(
    of option: OptionSyntax, as type: Value.Type
  ) throws(UsageError) -> Value? {
    guard let name = values(of: option).first else { return nil }
    guard let value = Value(rawValue: name) else {
      let names = Value.allCases.map(\.rawValue)
      throw UsageError(
        "unknown \(option.name.dropFirst(2)) \(name.quoted): expected \(names.alternatives)")
    }
    return value
  }

  /// The value of an option, read as a number above 0.
  func count(of option: OptionSyntax) throws(UsageError) -> Int? {
    guard let text = values(of: option).first else { return nil }
    guard let count = Int(text), count > 0 else {
      let isLarge = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      let limit = isLarge && text.contains { $0 != "0" } ? " and at most \(Int.max)" : ""
      throw UsageError("\(option.name) \(text.quoted): expected a number above 0\(limit)")
    }
    return count
  }

  /// The value of an option, read as a duration.
  ///
  /// - Throws: ``UsageError`` that says what was expected.
  func duration(of option: OptionSyntax) throws(UsageError) -> Duration? {
    guard let text = values(of: option).first else { return nil }
    guard let duration = Duration(argument: text) else {
      throw UsageError(
        """
        \(option.name) \(text.quoted): expected a positive duration of at most 292 years in whole \
        nanoseconds, such as 50ms, 1.5s or 2m (units: ns, us, ms, s, m, h)
        """)
    }
    return duration
  }
}

extension UsageError {
  fileprivate static func unknownOption(
    _ name: String, among options: [OptionSyntax]
  ) -> UsageError {
    let nearest = name.nearest(among: options.map(\.name))
    let hint = nearest.map { "; did you mean \($0.quoted)?" } ?? ""
    return UsageError("unknown option \(name.quoted)\(hint)")
  }
}

/// How an option is written on the command line.
package struct OptionSyntax: Sendable, Hashable {
  /// What an option takes.
  enum Arity {
    /// Nothing: it is there or not.
    case flag
    /// A value, once.
    case value
    /// A value each time that it is given.
    case values
  }

  /// The option with its two dashes.
  package let name: String
  /// The option with one dash and one letter; `nil` if it has no such form.
  let shortName: String?
  /// What the option takes.
  let arity: Arity

  init(_ name: String, or shortName: String? = nil, _ arity: Arity) {
    self.name = name
    self.shortName = shortName
    self.arity = arity
  }
}

extension OptionSyntax {
  /// Asks for an explanation, after any command.
  static let help = OptionSyntax("--help", or: "-h", .flag)
  /// Asks for the version.
  static let version = OptionSyntax("--version", .flag)
}

/// A command line that can't be carried out as it stands.
package struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was given and what was expected, in one line.
  package let description: String

  /// Makes an error from its line.
  init(_ description: String) {
    self.description = description
  }
}

extension Duration {
  /// Reads a positive duration such as `50ms`, `1.5s` or `2m`, exactly.
  ///
  /// Digits, optionally a point and more digits, then the unit: `ns`, `us`, `ms`, `s`, `m` or `h`.
  /// The value has to be a whole number of nanoseconds that 64 bits hold; anything else is `nil`.
  package init?(argument text: String) {
    let unitStart = text.utf8.firstIndex { !"0123456789.".utf8.contains($0) } ?? text.endIndex
    let parts = text[..<unitStart].split(separator: ".", omittingEmptySubsequences: false)
    guard let unit = Self.nanoseconds(perUnit: text[unitStart...]), parts.count <= 2,
      parts.allSatisfy({ !$0.isEmpty })
    else { return nil }

    var fraction = parts.count == 2 ? parts[1] : ""
    while fraction.last == "0" { fraction.removeLast() }
    // 38 digits fit into 128 bits; more than 14 after the point are never whole nanoseconds.
    guard fraction.count <= 14, let digits = Int128(parts[0] + fraction) else { return nil }
    let divisor = repeatElement(Int128(10), count: fraction.count).reduce(1, *)
    let (product, overflow) = digits.multipliedReportingOverflow(by: unit)
    guard !overflow, product.isMultiple(of: divisor),
      let nanoseconds = Int64(exactly: product / divisor), nanoseconds > 0
    else { return nil }
    self = .nanoseconds(nanoseconds)
  }

  private static func nanoseconds(perUnit unit: Substring) -> Int128? {
    switch unit {
    case "ns": 1
    case "us": 1000
    case "ms": 1_000_000
    case "s": 1_000_000_000
    case "m": 60_000_000_000
    case "h": 3_600_000_000_000
    default: nil
    }
  }
}
