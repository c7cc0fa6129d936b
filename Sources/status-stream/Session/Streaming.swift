package import StatusStreaming

/// How the status updates of a session are shown.
package struct Streaming: Sendable, Hashable {
  /// In what form.
  package var sink: SinkKind
  /// What a server-sent event stream, or a WebSocket, carries.
  package var profile: EventStreamEncoder.Profile
  /// That of the last event that the viewer has, zero for none.
  package var resumeAfter: Cursor
  /// The name of the run's history, with which events are numbered; `nil` for bare numbers.
  package var epoch: Epoch?
  /// How often the monitor looks for more; `nil` if it is woken by what is appended.
  package var pollInterval: Duration?
  /// Whether lines begin with the time since their trace was opened.
  package var showsTimes: Bool

  /// Makes a choice; every part has the default of the command line.
  package init(
    sink: SinkKind = .terminal, profile: EventStreamEncoder.Profile = .reference,
    resumeAfter: Cursor = .zero, epoch: Epoch? = nil,
    pollInterval: Duration? = .milliseconds(50), showsTimes: Bool = false
  ) {
    self.sink = sink
    self.profile = profile
    self.resumeAfter = resumeAfter
    self.epoch = epoch
    self.pollInterval = pollInterval
    self.showsTimes = showsTimes
  }
}

/// The forms in which status updates can be shown.
package enum SinkKind: String, Sendable, CaseIterable {
  /// Lines for a person.
  case terminal
  /// The body of a server-sent event stream.
  case sse
  /// The frames of a WebSocket server.
  case websocket
  /// Lines of JSON for tools.
  case jsonl
}

/// What a server-sent event stream or a WebSocket carries.
enum ProfileKind: String, CaseIterable {
  /// Nothing: what existing clients of the reference implementation read.
  case reference
  /// Numbers to resume at.
  case resumable
  /// The events of AG-UI.
  case agUI = "ag-ui"
}

/// How a monitor learns that there is more to show.
enum MonitorKind: String, CaseIterable {
  /// It looks again and again.
  case polling
  /// It is woken by what is appended.
  case wake
}

extension OptionSyntax {
  static let stream = OptionSyntax("--stream", .flag)
  static let sink = OptionSyntax("--sink", .value)
  static let profile = OptionSyntax("--profile", .value)
  static let thread = OptionSyntax("--thread", .value)
  static let monitor = OptionSyntax("--monitor", .value)
  static let pollInterval = OptionSyntax("--poll-interval", .value)
  static let timestamps = OptionSyntax("--timestamps", .flag)
  static let resumeAfter = OptionSyntax("--resume-after", .value)
  static let epoch = OptionSyntax("--epoch", .value)
}

extension Streaming {
  /// The options that say how status updates are shown.
  static let options: [OptionSyntax] = [
    .stream, .sink, .profile, .thread, .monitor, .pollInterval, .timestamps, .resumeAfter,
    .epoch,
  ]

  /// Reads the options; `nil` if no status updates are to be shown.
  ///
  /// - Throws: ``UsageError`` for a value that is unknown, or an option without one that it needs.
  init?(_ arguments: ParsedArguments) throws(UsageError) {
    let sink = try arguments.choice(of: .sink, as: SinkKind.self) ?? .terminal
    let monitor = try arguments.choice(of: .monitor, as: MonitorKind.self) ?? .polling
    let interval = try arguments.duration(of: .pollInterval)
    let profile = try Self.profile(arguments, sink)
    let epoch = try Self.epoch(arguments, sink, profile)
    let cursor = try Self.resumptionPoint(arguments, profile, in: epoch)

    guard arguments.contains(.stream) || sink != .terminal else {
      for option in [OptionSyntax.monitor, .pollInterval, .timestamps]
      where arguments.contains(option) {
        throw UsageError("\(option.name) needs --stream")
      }
      return nil
    }
    if monitor == .wake, arguments.contains(.pollInterval) {
      throw UsageError("--poll-interval needs --monitor polling, got wake")
    }
    if sink != .terminal, arguments.contains(.timestamps) {
      throw UsageError("--timestamps needs --sink terminal, got \(sink.rawValue)")
    }
    self.init(
      sink: sink, profile: profile, resumeAfter: cursor, epoch: epoch,
      pollInterval: monitor == .wake ? nil : interval ?? .milliseconds(50),
      showsTimes: arguments.contains(.timestamps))
  }

  private static func profile(
    _ arguments: ParsedArguments, _ sink: SinkKind
  ) throws(UsageError) -> EventStreamEncoder.Profile {
    let profile = try arguments.choice(of: .profile, as: ProfileKind.self)
    let thread = arguments.values(of: .thread).first
    if thread == "" { throw UsageError("--thread is empty: expected the name of a conversation") }
    if thread != nil, profile != .agUI { throw UsageError("--thread needs --profile ag-ui") }
    guard let profile else { return .reference }
    if sink != .sse, sink != .websocket {
      throw UsageError("--profile needs --sink sse or websocket, got \(sink.rawValue)")
    }
    return switch profile {
    case .reference: .reference
    case .resumable: .resumable
    case .agUI: .agUI(threadID: thread ?? "thread-1")
    }
  }

  private static func epoch(
    _ arguments: ParsedArguments, _ sink: SinkKind, _ profile: EventStreamEncoder.Profile
  ) throws(UsageError) -> Epoch? {
    guard let name = arguments.values(of: .epoch).first else { return nil }
    if profile == .reference, sink != .jsonl {
      throw UsageError("--epoch needs --profile resumable or ag-ui, or --sink jsonl")
    }
    do {
      return try Epoch(name)
    } catch {
      throw UsageError(
        "--epoch \(name.quoted): expected 1 to \(Epoch.maximumLength) ASCII letters and digits")
    }
  }

  private static func resumptionPoint(
    _ arguments: ParsedArguments, _ profile: EventStreamEncoder.Profile, in epoch: Epoch?
  ) throws(UsageError) -> Cursor {
    guard let text = arguments.values(of: .resumeAfter).first else { return .zero }
    if profile == .reference {
      throw UsageError("--resume-after needs --profile resumable or ag-ui")
    }
    let cursor = try arguments.cursor(of: .resumeAfter)
    guard cursor.counts(in: epoch) else {
      let own = epoch.map { "is '\($0)'" } ?? "has none"
      throw UsageError(
        "--resume-after \(text.quoted): that is another epoch than the run's, which \(own)")
    }
    return cursor
  }
}

extension ParsedArguments {
  /// The cursor that an option gives, zero if it is not there.
  func cursor(of option: OptionSyntax) throws(UsageError) -> Cursor {
    guard let text = values(of: option).first else { return .zero }
    do {
      return try Cursor(lastEventID: text)
    } catch {
      throw UsageError(
        "\(option.name) \(text.quoted): "
          + "expected the number of an event, in decimal digits, or EPOCH-NUMBER")
    }
  }
}
