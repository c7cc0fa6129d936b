extension ConformanceRule {
  /// An article on all rules, in Markdown: what each says, about what, and why.
  public static var article: String {
    let sections = all.map { rule in
      let subjects = ConformanceSubject.allCases.filter { rule.subjects.contains($0) }
      let about = subjects.map(\.rawValue).joined(separator: ", ")
      let presupposed = rule.presupposes.map(String.init).joined(separator: ", ")
      let condition = rule.presupposes.isEmpty ? "" : " · judged once \(presupposed) hold"
      return """

        ### \(rule.id) \(rule.title)

        *\(about) · \(rule.tier)\(condition)*

        \(rule.sentence)

        Why: \(rule.reason)

        """
    }
    return """
      # The rules of conformance

      What implementations of an agent, a buffer, a delivery loop or a sink are held to, and why.

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
