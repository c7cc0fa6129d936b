extension RunTimeline {
  /// Somebody who takes part in a run: a task, a store, a connection.
  public struct Lane: Sendable, Hashable {
    /// Names a lane of one timeline.
    public struct ID: Sendable, Hashable {
      let index: Int
    }

    /// What it is called.
    public let name: String
  }

  /// The way from what caused an event to the event.
  public struct Arrow: Sendable, Hashable {
    /// Where it begins.
    public let origin: Event.ID
    /// Where it leads.
    public let destination: Event.ID
  }

  /// How much there is of something, from each of some times on.
  public struct Counter: Sendable, Hashable {
    /// What it shows from a time on.
    public struct Value: Sendable, Hashable {
      /// The time from which on it holds, from the beginning of the run.
      public let time: Duration
      /// How much there is.
      public let count: Int

      /// Makes a value; a time before the beginning is taken for the beginning.
      public init(_ count: Int, at time: Duration) {
        self.time = max(time, .zero)
        self.count = count
      }
    }

    /// What is counted, and in what unit.
    public let name: String
    /// What it shows, by time.
    public let values: [Value]
    /// Until when it shows anything; `nil` for the end of the run.
    public let end: Duration?
    let lane: Int
  }

  /// What is wrong with a run.
  public struct Violation: Sendable, Hashable {
    /// The rule that is broken, or what is wrong in a few words.
    public var title: String
    /// What should have happened.
    public var expected: String
    /// What has.
    public var seen: String
    /// When it showed, from the beginning of the run; `nil` if that can't be said.
    public var time: Duration?
    /// The event in which it showed; `nil` if it is not in one, or in what is missing.
    public var event: Event.ID?
    /// The event from which something had to come that did not: what is lost; `nil` if nothing is.
    public var missing: Event.ID?

    /// Describes what is wrong.
    public init(
      _ title: String, expected: String, seen: String, at time: Duration? = nil,
      in event: Event.ID? = nil, missing: Event.ID? = nil
    ) {
      self.title = title
      self.expected = expected
      self.seen = seen
      self.time = time
      self.event = event
      self.missing = missing
    }
  }
}
