public import StatusStreaming

/// What of an event a format shows.
///
/// Every format shows the updates, of each the status, the step and the message; the rest is said
/// here. Two accounts of a run are compared on what both of their formats show.
public struct Projection: OptionSet, Sendable, Hashable {
  /// The features as bits.
  public let rawValue: Int

  /// Wraps bits.
  public init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// The number of each event.
  public static let numbers = Projection(rawValue: 1 << 0)
  /// The trace of each event.
  public static let traces = Projection(rawValue: 1 << 1)
  /// The time of each event, to the millisecond.
  public static let times = Projection(rawValue: 1 << 2)
  /// The steps of a roadmap, not only how many they are.
  public static let roadmaps = Projection(rawValue: 1 << 3)
  /// Whether an empty message is there at all.
  public static let emptyMessages = Projection(rawValue: 1 << 4)
  /// That updates were lost.
  public static let gaps = Projection(rawValue: 1 << 5)
  /// That the trace ended, and why if it failed or was cancelled.
  public static let ends = Projection(rawValue: 1 << 6)
  /// The answer of a trace that ended well.
  public static let answers = Projection(rawValue: 1 << 7)

  /// That the connection is alive, between events.
  public static let heartbeats = Projection(rawValue: 1 << 8)

  /// The answer's numbers with their digits, and the members of its objects in their order, which many
  /// a JSON library does not keep.
  public static let exactAnswers = Projection(rawValue: 1 << 9)

  /// What a format that shows everything shows of an event.
  public static let everything = Projection(rawValue: (1 << 8) - 1)

  /// What a format shows of an event, `nil` if that is nothing.
  public func observed(_ event: StreamEvent) -> ObservedEvent? {
    ObservedEvent(event).projected(onto: self)
  }
}

/// A kind of format, whose bytes obey rules of their own.
public enum WireFormat: String, Sendable, Hashable, CaseIterable {
  /// None of the others.
  case custom
  /// Text in lines, each ended by LF, and a line for each event.
  case lines
  /// Lines for a person at a terminal.
  case terminal
  /// Server-sent events (HTML Living Standard, section 9.2).
  case eventStream
  /// The frames of a WebSocket's server (RFC 6455).
  case webSocket
}

/// What the events of a connection are, whatever carries them: one that is specified by others has
/// rules of its own.
public enum WireVocabulary: String, Sendable, Hashable, CaseIterable {
  /// The format's own.
  case own
  /// Events of AG-UI.
  case agUI
}
