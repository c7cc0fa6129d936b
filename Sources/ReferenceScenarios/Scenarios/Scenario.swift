public import StatusStreaming

/// A named run of agents and viewers of which every detail is fixed in advance.
///
/// In virtual time a scenario gives the same bytes whenever it is played: no two of its tasks have
/// timers on one instant, so nothing hangs on which of two goes first.
///
/// <!-- example in AgentExample, then #expect(playback != nil) -->
/// ```swift
/// let scenario = Scenario.named("reconnect")
/// let playback = try simulate { sim in try await scenario?.play(on: sim.clock) }
/// ```
public struct Scenario: Sendable, Hashable {
  /// The name, which is also that of the folder with its transcripts.
  public var name: String
  /// What it shows, in a sentence.
  public var summary: String
  /// The agents' runs, a trace for each.
  public var runs: [Run]
  /// How much the buffer keeps.
  public var buffer: StatusBuffer.Configuration
  /// How the viewers' monitors work.
  public var monitor: Monitor
  /// Who watches.
  public var viewers: [Viewer]

  /// Makes a scenario from its parts.
  public init(
    _ name: String, _ summary: String, runs: [Run],
    buffer: StatusBuffer.Configuration = StatusBuffer.Configuration(),
    monitor: Monitor = Monitor(), viewers: [Viewer]
  ) {
    self.name = name
    self.summary = summary
    self.runs = runs
    self.buffer = buffer
    self.monitor = monitor
    self.viewers = viewers
  }

  /// The names of the files that its connections are kept in, for each viewer in the order of the
  /// connections.
  ///
  /// Connections whose files would have one name are numbered from 1 if there are several, and those of
  /// the profile `.resumable` always.
  public var fileNames: [[String]] {
    var counts: [String: Int] = [:]
    for viewer in viewers {
      counts[viewer.format.name, default: 0] += viewer.cuts.count + 1
    }
    var numbers: [String: Int] = [:]
    return viewers.map { viewer in
      let (stem, suffix) = viewer.format.fileName
      return (0...viewer.cuts.count).map { _ in
        numbers[viewer.format.name, default: 0] += 1
        let number = numbers[viewer.format.name, default: 0]
        let isNumbered = counts[viewer.format.name] != 1 || viewer.format.isAlwaysNumbered
        return isNumbered ? "\(stem).\(number).\(suffix)" : "\(stem).\(suffix)"
      }
    }
  }
}

extension Scenario: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
