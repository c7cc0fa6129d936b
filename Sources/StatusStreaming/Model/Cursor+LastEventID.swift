extension Cursor {
  /// Reads what a reconnecting client sends as `Last-Event-ID` (HTML Living Standard, 9.2.4).
  ///
  /// Clients send back an id as they got it, so only the spelling that an encoder writes is taken: a
  /// number in ASCII digits without sign, space or leading zero, which an epoch and a hyphen may
  /// precede. Whether the epoch is its own, and the number one that it has given, is for the buffer
  /// to say.
  ///
  /// - Parameter lastEventID: the header's value; `nil` if the client sent none, which is ``zero``.
  /// - Throws: ``InvalidLastEventID``, for which a server answers with status 400.
  public init(lastEventID: String?) throws(InvalidLastEventID) {
    guard let lastEventID else {
      self = .zero
      return
    }
    var digits = lastEventID[...]
    var epoch: Epoch?
    if let hyphen = lastEventID.utf8.lastIndex(of: UInt8(ascii: "-")) {
      epoch = Epoch(lastEventID[..<hyphen])
      if epoch == nil { throw InvalidLastEventID(value: lastEventID) }
      digits = lastEventID[lastEventID.utf8.index(after: hyphen)...]
    }
    guard let number = Int(digits), number >= 0,
      String(number).utf8.elementsEqual(digits.utf8)
    else { throw InvalidLastEventID(value: lastEventID) }
    self.init(SequenceNumber(rawValue: number), in: epoch)
  }
}
