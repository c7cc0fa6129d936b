extension SequenceNumber {
  /// Reads what a reconnecting client sends as `Last-Event-ID` (HTML Living Standard, 9.2.4).
  ///
  /// Clients send back an id as they got it, so only the spelling that the encoder writes is taken:
  /// ASCII digits without sign, space or leading zero. A number beyond the trace's newest event is
  /// for the buffer to refuse, with ``BufferError/Code/cursorAhead``.
  ///
  /// - Throws: ``InvalidLastEventID``, for which a server answers with status 400.
  public init(lastEventID: String) throws(InvalidLastEventID) {
    guard let number = Int(lastEventID), number >= 0,
      String(number).utf8.elementsEqual(lastEventID.utf8)
    else { throw InvalidLastEventID(value: lastEventID) }
    self.init(rawValue: number)
  }
}
