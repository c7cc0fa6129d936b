extension Core {
  /// Makes and registers a lane.
  func makeLane(_ name: String, _ site: SourceSite) -> Lane {
    let facade = makeFacade("lane \(name)", site, .executor)
    guard isOnOwnThread else { return Lane(name: name, facade: facade, number: -1) }
    let lane = Lane(name: name, facade: facade, number: state.lanes.count)
    state.lanes.append(lane)
    return lane
  }
}
