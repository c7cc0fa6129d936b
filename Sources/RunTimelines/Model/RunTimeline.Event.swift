extension RunTimeline {
  /// Something that happened: at an instant, or for a while.
  public struct Event: Sendable, Hashable {
    /// Names an event of one timeline.
    public struct ID: Sendable, Hashable {
      let index: Int
    }

    /// What kind of thing it is, which gives it colour and sign.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// Somebody works on something.
      case work
      /// Somebody says something.
      case message
      /// Something that was said reaches somebody.
      case arrival
      /// Somebody waits.
      case wait
      /// Something ends as it should.
      case end
      /// Something ends without success.
      case failure
      /// Something is stopped from outside.
      case cancellation
      /// Something is made to go wrong.
      case fault
      /// Something took longer than it may.
      case timeout
      /// Something is lost, dropped or has expired.
      case loss
      /// Anything else.
      case note
    }

    /// One of the things to know about an event.
    public struct Detail: Sendable, Hashable {
      /// What it is.
      public let name: String
      /// What it is for this event.
      public let value: String
    }

    /// What kind of thing it is.
    public let kind: Kind
    /// What it is called where there is little room; a few characters are best.
    public let name: String
    /// All there is to say of it; empty if the name says it.
    public let text: String
    /// When it began, from the beginning of the run.
    public let start: Duration
    /// When it ended; `nil` for what takes no time, or has no end that is known.
    public let end: Duration?
    /// What else is to be known.
    public let details: [Detail]
    var lane = 0

    /// Describes an event; times before the beginning of the run are taken for it, and an end
    /// before the start for the start.
    public init(
      _ kind: Kind, _ name: String, _ text: String = "", at start: Duration,
      until end: Duration? = nil, details: KeyValuePairs<String, String> = [:]
    ) {
      self.kind = kind
      self.name = name
      self.text = text
      self.start = max(start, .zero)
      self.end = end.map { [start = self.start] in max($0, start) }
      self.details = details.map { Detail(name: $0.key, value: $0.value) }
    }
  }
}
