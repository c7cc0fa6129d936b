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
