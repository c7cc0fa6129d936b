import WireDecoding

/// A file of waivers: a JSON object with `format`, `version` and `waivers`, each an object with the
/// number of the `rule`, a `reason`, the last day as `until` and, where it is about one stage or one
/// implementation alone, `subject` and `name`.
///
/// ```json
/// {
///   "format": "status-conformance-waivers",
///   "version": 1,
///   "waivers": [
///     {"rule": 711, "subject": "sink", "name": "legacy", "reason": "goes in May", "until": "2027-05-31"}
///   ]
/// }
/// ```
public struct WaiverFile: Sendable, Hashable {
  /// The waivers in their order.
  public let waivers: [Waiver]

  /// Why a text is not a file of waivers.
  public struct ParsingError: Error, Hashable, CustomStringConvertible {
    /// What is wrong with the text, and where.
    public let description: String
  }

  /// Reads a file.
  ///
  /// - Throws: ``ParsingError`` for what is no JSON or has another form, a rule that does not exist, a
  ///   day that does not, an empty reason, and a waiver that repeats another.
  public init(parsing bytes: [UInt8]) throws(ParsingError) {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch {
      throw ParsingError(description: "\(error)")
    }
    var members = try Members(of: value, at: "the file")
    guard case .string("status-conformance-waivers") = members.take("format") else {
      throw members.lack("\"format\": \"status-conformance-waivers\"")
    }
    guard case .number(let version) = members.take("version"), version.integer == 1 else {
      throw members.lack("\"version\": 1")
    }
    guard case .array(let elements) = members.take("waivers") else {
      throw members.lack("\"waivers\", an array")
    }
    try members.finish()
    var waivers: [Waiver] = []
    for (index, element) in elements.enumerated() {
      let waiver = try Waiver(element, at: "waiver \(index + 1)")
      if waivers.contains(where: waiver.repeats) {
        throw ParsingError(description: "waiver \(index + 1): \(waiver) is there already")
      }
      waivers.append(waiver)
    }
    self.waivers = waivers
  }
}

extension Waiver {
  fileprivate init(_ value: JSONValue, at place: String) throws(WaiverFile.ParsingError) {
    var members = try Members(of: value, at: place)
    guard case .number(let number) = members.take("rule"),
      let rule = number.integer.flatMap(ConformanceRule.init)
    else { throw members.lack("\"rule\", the number of a rule") }
    let subject = try members.text("subject")
    let name = try members.text("name")
    guard let reason = try members.text("reason"), reason.contains(where: { !$0.isWhitespace })
    else { throw members.lack("\"reason\", a text that is not empty") }
    guard let until = try members.text("until").flatMap(CalendarDay.init) else {
      throw members.lack("\"until\", a day such as \"2026-12-31\"")
    }
    try members.finish()
    if let subject, ConformanceSubject(rawValue: subject) == nil {
      let stages = ConformanceSubject.allCases.map(\.rawValue).joined(separator: ", ")
      throw members.lack("\"subject\", one of \(stages)")
    }
    self.init(
      rule, subject: subject.flatMap(ConformanceSubject.init), name: name, reason: reason,
      until: until)
  }
}

/// The members of an object, in whatever order.
private struct Members {
  let place: String
  private var rest: [JSONValue.Member]

  init(of value: JSONValue, at place: String) throws(WaiverFile.ParsingError) {
    self.place = place
    guard case .object(let members) = value else {
      throw WaiverFile.ParsingError(description: "\(place): expected an object")
    }
    rest = members
  }

  mutating func take(_ name: String) -> JSONValue? {
    guard let index = rest.firstIndex(where: { $0.name == name }) else { return nil }
    return rest.remove(at: index).value
  }

  mutating func text(_ name: String) throws(WaiverFile.ParsingError) -> String? {
    guard let value = take(name) else { return nil }
    guard case .string(let text) = value else { throw lack("\(name.quoted), a string") }
    return text
  }

  func finish() throws(WaiverFile.ParsingError) {
    guard let member = rest.first else { return }
    throw WaiverFile.ParsingError(
      description: "\(place): the member \(member.name.quoted) is unknown")
  }

  func lack(_ expected: String) -> WaiverFile.ParsingError {
    WaiverFile.ParsingError(description: "\(place): expected \(expected)")
  }
}
