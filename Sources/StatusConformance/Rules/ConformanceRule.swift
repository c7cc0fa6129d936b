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

extension ConformanceRule {
  /// Who has to keep a rule.
  public enum Tier: Sendable, Hashable {
    /// Every implementation.
    case required
    /// An implementation that declares a capability.
    case capability(ConformanceCapability)
  }
}

extension ConformanceRule.Tier: CustomStringConvertible {
  /// `required`, or what is needed.
  public var description: String {
    switch self {
    case .required: "required"
    case .capability(let capability): "needs \(capability)"
    }
  }
}

extension ConformanceRule {
  /// All rules, by number.
  public static let all: [ConformanceRule] =
    ordering + endings + steps + traces + resuming + pressure + closing + bytes + agUI

  /// The rules for agents.
  public static let agent = all(about: .agent)
  /// The rules for buffers.
  public static let buffer = all(about: .buffer)
  /// The rules for delivery loops.
  public static let delivery = all(about: .delivery)
  /// The rules for sinks.
  public static let sink = all(about: .sink)

  /// The rules for whole pipelines: all, of which those that bytes can't show are skipped.
  public static let pipeline = all(about: .pipeline)

  /// The rules about a stage, by number.
  public static func all(about subject: ConformanceSubject) -> [ConformanceRule] {
    subject == .pipeline ? all : all.filter { $0.subjects.contains(subject) }
  }

  /// The rule with a number, `nil` if there is none.
  public init?(id: Int) {
    guard let rule = Self.all.first(where: { $0.id == id }) else { return nil }
    self = rule
  }
}

/// What an implementation says that it can do, so that rules apply to it that not every one has to
/// keep.
public enum ConformanceCapability: String, Sendable, Hashable, CaseIterable {
  /// It goes on after the last number that a viewer has seen.
  case resumable
  /// It keeps no more than a bounded number of events for a slow viewer.
  case bounded
  /// It closes its sink also when its connection is cancelled, outside of the cancelled task, and
  /// tells of a close that fails by an error: what can't be done with a sink that is `inout`.
  case closing
  /// It shows that an idle connection is alive.
  case heartbeats
  /// It refuses updates above a size; a delivery loop: it goes on when its sink does.
  case sizeLimit
  /// It writes events that are there together at once.
  case batches
  /// All that it writes is text in UTF-8, without bytes that are lengths or tags.
  case text
  /// It writes one line for each update.
  case lines
  /// It writes to a terminal.
  case terminal
  /// It writes server-sent events.
  case eventStream
  /// It writes WebSocket frames.
  case webSocket
  /// It writes events of AG-UI.
  case agUI
}

extension ConformanceCapability: CustomStringConvertible {
  /// The name as it is declared, such as `.resumable`.
  public var description: String { ".\(rawValue)" }
}

/// What a rule is about: a stage of the way from an agent to its viewer.
public enum ConformanceSubject: String, Sendable, Hashable, CaseIterable {
  /// What publishes updates.
  case agent
  /// What keeps them.
  case buffer
  /// What carries them from a buffer to a sink.
  case delivery
  /// What writes them to a viewer.
  case sink
  /// All of it, as viewers see it from outside.
  case pipeline
}
