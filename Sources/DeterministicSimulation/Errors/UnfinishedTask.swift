/// A task that had not ended when its simulation failed.
public struct UnfinishedTask: Sendable, Hashable {
  /// The label it was spawned with.
  public let label: String

  /// Where it was spawned.
  public let site: SourceSite

  /// What it and its child tasks wait for; never empty.
  public let waits: [PendingWait]

  /// Whether it was spawned in the background, so that nobody waits for its end.
  public let isBackground: Bool
}

extension UnfinishedTask: CustomStringConvertible {
  /// One line: label, place, waits.
  public var description: String {
    let waits = waits.map(\.description).joined(separator: " and ")
    return "\"\(label)\" (\(isBackground ? "background, " : "")\(site)) waits for \(waits)"
  }
}
