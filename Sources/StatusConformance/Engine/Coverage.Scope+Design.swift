extension Coverage.Scope {
  /// What can happen in the worlds of a design.
  init(of design: WorldDesign<some WorldSituation>) {
    self.init()
    names = design.situations.map(\.rawValue)
    for (place, situation) in design.situations.enumerated() {
      for other in design.situations[..<place] {
        let pair = Coverage.Pair(other.rawValue, situation.rawValue)
        if let reason = situation.conflict(with: other)?.reason {
          impossible[pair] = reason
        } else {
          pairs.append(pair)
        }
      }
    }
    names += design.boundaries
  }
}
