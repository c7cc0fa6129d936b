import StatusStreaming

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
