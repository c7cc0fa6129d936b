/// What a run is like that follows no plan: which of the things that can happen may happen in it,
/// and how large it is.
struct World<Kind: WorldSituation>: Sendable, Hashable {
  let situations: Set<Kind>
  /// How many updates there are in it, of all agents together.
  let length: Int

  /// Draws a world, in the plainest case one without any situation.
  ///
  /// - Parameters:
  ///   - design: what there can be.
  ///   - stage: what draws.
  init(_ design: WorldDesign<Kind>, on stage: Stage) {
    var situations: Set<Kind> = []
    for situation in design.situations where stage.next(below: 2) == 1 {
      if situations.allSatisfy({ $0.agrees(with: situation) }) { situations.insert(situation) }
    }
    self.situations = situations
    length = design.lengths[stage.next(below: design.lengths.count)]
  }

  /// Whether something may happen in this world.
  func has(_ situation: Kind) -> Bool { situations.contains(situation) }
}

extension World: CustomStringConvertible {
  /// The world in words: `3 updates, a viewer that comes again`.
  var description: String {
    let names = Kind.allCases.filter { has($0) }.map(\.rawValue)
    return ([Occurrences.name(ofLength: length)] + names).joined(separator: ", ")
  }
}

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

/// What has happened in a run of the things that could, by their names.
struct Occurrences: Sendable, Hashable {
  private(set) var names: Set<String> = []

  mutating func note(_ situation: some WorldSituation) { names.insert(situation.rawValue) }

  /// Notes how many updates there were, if it is a number at which something may change.
  mutating func note(updates count: Int) {
    if Self.lengths.contains(count) { note(boundary: Self.name(ofLength: count)) }
  }

  /// The numbers of updates that are counted: those of most worlds, then larger ones.
  static let lengths = [0, 1, 16, 64, 100, 128, 256, 1_000, 4_096, 65_536]

  /// The names of the numbers of updates that are met within the usual runs.
  static func lengths(upTo limit: Int?) -> [String] {
    lengths.filter { $0 <= min(limit ?? .max, 128) }.map(name)
  }

  /// What a number of updates is called where it is counted.
  static func name(ofLength count: Int) -> String { "\(count) update\(count == 1 ? "" : "s")" }

  /// Notes a size that was met exactly, such as `capacity met exactly`.
  mutating func note(boundary: String) { names.insert(boundary) }
}
