extension Sample {
  private static let all =
    sinks + deliveries + buffers + agents + details
    + othersInRareMoments + unforeseenBuffers + unforeseenAgents + pipelines + serversOfAGUI
    + overlookedSinks + overlookedDeliveries + overlookedBuffers + overlookedAgents
    + overlookedPipelines + coincidentSinks + coincidentDeliveries + coincidentPipelines
    + othersOfOutsiders

  /// Everything that breaks a rule.
  public static let faulty = all.filter { $0.rule != nil }
  /// Everything that breaks none.
  public static let correct = all.filter { $0.rule == nil }
}
