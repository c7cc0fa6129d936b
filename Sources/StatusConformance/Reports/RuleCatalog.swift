import Foundation

/// The rules as data, for programs and for people.
public enum RuleCatalog {
  /// The version of the JSON form, which changes when a reader of the old one would go wrong.
  public static let version = 1

  /// All rules as JSON: an object with `format`, `version` and `rules`, each with its `id`, `title`,
  /// `sentence`, `reason`, `breakage`, `remedy` and `subjects`, the capability that it `needs`, null
  /// if it is required of all, and the rules that it `presupposes`.
  public static func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let catalog = Catalog(version: version, rules: ConformanceRule.all.map(Entry.init))
    return Array(try encoder.encode(catalog)) + [UInt8(ascii: "\n")]
  }

  /// All rules, a line for each: the number, the title and what it is about.
  public static var list: String { list(columns: nil) }

  /// The same, folded to a number of columns if there is one: what a rule is about stands below it
  /// where a line has no room for both.
  package static func list(columns: Int?) -> String {
    let width = ConformanceRule.all.map { $0.title.count }.max() ?? 0
    return ConformanceRule.all.map { rule in
      let padding = String(repeating: " ", count: width - rule.title.count)
      let line = "\(rule.id)  \(rule.title)\(padding)  \(rule.scope)\n"
      guard let columns, line.count > columns else { return line }
      let scope = rule.scope.wrapped(at: columns - 5).replacing("\n", with: "\n     ")
      return "\(rule.id)  \(rule.title)\n     \(scope)\n"
    }.joined()
  }
}

extension ConformanceRule {
  /// All that there is to know of the rule, for people: what holds, why, what breaks it and the usual
  /// remedy.
  public var explanation: String {
    let parts = [
      "\(self)\n\(scope)", sentence, "Why: \(reason)", "What breaks it: \(breakage)",
      "The usual remedy: \(remedy)",
    ]
    return parts.map { $0.wrapped(at: 80) + "\n" }.joined(separator: "\n")
  }

  /// What it is about, who has to keep it, and what has to hold for it to say anything.
  var scope: String {
    let about = subjectNames.joined(separator: ", ")
    let presupposed = presupposes.map(String.init).joined(separator: ", ")
    let condition = presupposes.isEmpty ? "" : " · judged once \(presupposed) hold"
    return "\(about) · \(tier)\(condition)"
  }

  /// The names of the stages in the order of a pipeline.
  var subjectNames: [String] {
    ConformanceSubject.allCases.filter(subjects.contains).map(\.rawValue)
  }
}

private struct Catalog: Encodable {
  let format = "status-conformance-rules"
  let version: Int
  let rules: [Entry]
}

private struct Entry: Encodable {
  let rule: ConformanceRule

  private enum CodingKeys: CodingKey {
    case id, title, sentence, reason, breakage, remedy, subjects, needs, presupposes
  }

  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(rule.id, forKey: .id)
    try members.encode(rule.title, forKey: .title)
    try members.encode(rule.sentence, forKey: .sentence)
    try members.encode(rule.reason, forKey: .reason)
    try members.encode(rule.breakage, forKey: .breakage)
    try members.encode(rule.remedy, forKey: .remedy)
    try members.encode(rule.subjectNames, forKey: .subjects)
    if case .capability(let capability) = rule.tier {
      try members.encode(capability.rawValue, forKey: .needs)
    } else {
      try members.encodeNil(forKey: .needs)
    }
    try members.encode(rule.presupposes, forKey: .presupposes)
  }
}

extension String {
  /// The text in lines of at most so many characters, broken at spaces.
  fileprivate func wrapped(at width: Int) -> String {
    split(separator: "\n").map { line in
      var lines: [String] = []
      for word in line.split(separator: " ") {
        if let last = lines.last, last.count + 1 + word.count <= width {
          lines[lines.count - 1] += " \(word)"
        } else {
          lines.append(String(word))
        }
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

extension ConformanceRule {
  /// An article on all rules, in Markdown: what each says, about what, and why.
  public static var article: String {
    let sections = all.map { rule in
      """

      ### \(rule.id) \(rule.title)

      *\(rule.scope)*

      \(rule.sentence)

      Why: \(rule.reason)

      What breaks it: \(rule.breakage)

      The usual remedy: \(rule.remedy)

      """
    }
    return """
      # The rules of conformance

      What implementations of an agent, a buffer, a delivery loop, a sink or a whole pipeline are held \
      to, and why.

      ## Overview

      A verification makes many runs of an implementation and judges each by every rule about its \
      stage. A run that breaks several rules is charged to the lowest. A rule that needs a \
      capability is skipped where that is not declared, visibly; so is one about something that a \
      format does not show.

      This article is made from the rules themselves; a test compares the two.

      ## Rules
      \(sections.joined())
      """
  }
}
