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
