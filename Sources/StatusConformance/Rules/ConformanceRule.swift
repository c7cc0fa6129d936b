/// A numbered promise that implementations of some stages are held to.
///
/// A rule is a predicate over a recorded run, and has one number for ever: reports, test names and
/// the articles refer to it. Rules are equal if their numbers are.
public struct ConformanceRule: Sendable, Identifiable {
  /// The number: 1xx for order and loss, 2xx for endings, 3xx for steps, 4xx for traces, 5xx for
  /// resuming, 6xx for pressure and failure, 7xx for bytes, 8xx for AG-UI.
  public let id: Int
  /// The stages that the rule is about.
  public let subjects: Set<ConformanceSubject>
  /// Who has to keep it.
  public let tier: Tier
  /// A few words that name it.
  public let title: String
  /// What has to hold, in one sentence.
  public let sentence: String
  /// Why the rule is there: the bug that it finds, or the section of a specification behind it.
  public let reason: String
  /// The numbers of the rules without which this one says nothing.
  ///
  /// Where one of them fails, a violation of this rule is not reported: it is most often the same
  /// bug seen once more.
  public let presupposes: [Int]

  init(
    _ id: Int, _ subjects: Set<ConformanceSubject>, needs capability: ConformanceCapability? = nil,
    _ title: String, _ sentence: String, because reason: String, presupposes: [Int] = []
  ) {
    self.id = id
    self.subjects = subjects
    tier = capability.map(Tier.capability) ?? .required
    self.title = title
    self.sentence = sentence
    self.reason = reason
    self.presupposes = presupposes
  }
}

extension ConformanceRule: Hashable {
  /// Whether both have the same number.
  public static func == (left: ConformanceRule, right: ConformanceRule) -> Bool {
    left.id == right.id
  }

  /// Feeds the number.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
  }
}

extension ConformanceRule: CustomStringConvertible {
  /// The number and the title: `rule 102: nothing is lost`.
  public var description: String { "rule \(id): \(title)" }
}
