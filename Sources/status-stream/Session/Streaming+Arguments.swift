internal import StatusStreaming

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
