extension EventStreamEncoder {
  /// What keeps an idle event stream open.
  ///
  /// A comment is legal between any two events and means nothing (HTML Living Standard, sections
  /// 9.2.6 and 9.2.7); browsers read either form. Of other clients that are in use each form makes some
  /// read something else, so a server that knows its clients chooses for them.
  public enum HeartbeatForm: Sendable, Hashable {
    /// The line `:` alone, as the standard shows it; what is written unless something else is asked for.
    ///
    /// Clients that take all up to a blank line for one event and look at its beginning, such as
    /// inaka/EventSource and `@google/genai`, lose the event that follows. It is the default all the
    /// same: a client can see that a number is missing, and can't see that an event was made up.
    case comment
    /// The line `:` and a blank line.
    ///
    /// Clients that take each blank line for the end of an event, such as `openai-go` before 3.43, see
    /// an empty one.
    case commentAndBlankLine
    /// Nothing: for connections that something else keeps open.
    ///
    /// A viewer who has left is then not noticed before the next event.
    case none
  }
}
