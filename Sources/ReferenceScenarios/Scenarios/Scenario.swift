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

extension Scenario {
  /// How the monitors of a scenario's viewers work.
  public struct Monitor: Sendable, Hashable {
    /// When to look again.
    public var wakeup: Wakeup
    /// How long nothing may be written before a heartbeat; `nil` for ever.
    public var heartbeatInterval: Duration?

    /// Polls every 50 milliseconds without heartbeats, unless said otherwise.
    public init(
      wakeup: Wakeup = .polling(every: .milliseconds(50)), heartbeatInterval: Duration? = nil
    ) {
      self.wakeup = wakeup
      self.heartbeatInterval = heartbeatInterval
    }
  }
}

extension Scenario.Monitor {
  /// When a monitor that has delivered everything looks again.
  public enum Wakeup: Sendable, Hashable {
    /// After an interval.
    case polling(every: Duration)
    /// As soon as something is appended.
    case onAppend
  }
}

extension Scenario {
  /// The scenarios that transcripts are kept of, in an order that a reader can follow.
  public static let all = routes + outcomes + viewings + contents

  /// The scenario of a name, if there is one.
  public static func named(_ name: String) -> Scenario? {
    all.first { $0.name == name }
  }
}

extension EventStreamEncoder.Profile {
  /// A chat front end's, which knows of one conversation.
  static let frontEnd = Self.agUI(threadID: "thread-1")
}

extension [Scenario.Viewer] {
  /// One viewer for each format, all of them punctual.
  static var everyFormat: [Scenario.Viewer] { everyFormat() }

  /// One viewer for each format.
  ///
  /// They come a few microseconds apart, so that none polls at the same instant as another or as an
  /// agent goes on.
  static func everyFormat(
    of subject: Scenario.Viewer.Subject = .trace("run-1"), terminal showsTimes: Bool = false,
    arrival: Duration = .zero, writeLatency: Duration = .zero, departure: Duration? = nil
  ) -> [Scenario.Viewer] {
    let formats: [Scenario.Format] = [
      .terminal(showsTimes: showsTimes), .eventStream(.reference, heartbeat: .none),
      .eventStream(.resumable), .webSocket(.reference), .eventStream(.frontEnd),
    ]
    return zip(formats, [5, 8, 11, 14, 20]).map { format, offset in
      Scenario.Viewer(
        format, of: subject, arrival: arrival + .microseconds(offset),
        writeLatency: writeLatency, departure: departure)
    }
  }
}
