/// Something that can happen in a world beside what always does: a disturbance, or an unusual size.
///
/// The raw value says in a few words what happens, for reports.
protocol WorldSituation: CaseIterable, Hashable, Sendable, RawRepresentable<String> {
  /// Pairs that one run can't have, with the reason.
  static var conflicts: [WorldConflict<Self>] { get }

  /// What brings out the faults of long runs, and so happens in every second one.
  static var strains: Set<Self> { get }

  /// What takes so long that it happens seldom beside something else: alone once, and then in one world
  /// of 64.
  static var seldom: Set<Self> { get }

  /// Whether it is in all that is drawn, such as in texts, and so happens in each world that has it
  /// and has updates; what is done at some moment is noted then.
  var isThroughout: Bool { get }
}

/// Two situations that exclude each other.
struct WorldConflict<Kind: WorldSituation>: Sendable {
  let first: Kind
  let second: Kind
  let reason: String

  init(_ first: Kind, _ second: Kind, because reason: String) {
    self.first = first
    self.second = second
    self.reason = reason
  }
}

extension WorldSituation {
  static var strains: Set<Self> { [] }
  static var seldom: Set<Self> { [] }

  /// That it is noted when it happens.
  var isThroughout: Bool { false }

  /// Why one run can't have both; `nil` if it can.
  func conflict(with other: Self) -> WorldConflict<Self>? {
    Self.conflicts.first { conflict in
      (conflict.first == self && conflict.second == other)
        || (conflict.first == other && conflict.second == self)
    }
  }

  /// Whether one run can have both.
  func agrees(with other: Self) -> Bool { conflict(with: other) == nil }
}
