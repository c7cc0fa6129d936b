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
