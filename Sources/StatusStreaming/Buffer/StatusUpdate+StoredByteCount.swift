extension StatusUpdate {
  /// What the update counts as for ``StatusBuffer/Limits/bytes``.
  ///
  /// That is 64 bytes and those of its message in UTF-8; for each roadmap step, if any, 64 bytes and
  /// those of its name and description.
  public var storedByteCount: Int {
    var count = StreamEvent.storedOverhead + (message?.utf8.count ?? 0)
    for step in roadmap ?? [] {
      count += StreamEvent.storedOverhead + step.name.utf8.count + step.description.utf8.count
    }
    return count
  }
}

extension StreamEvent {
  /// What an event or a roadmap step takes besides its texts, in bytes, about.
  fileprivate static let storedOverhead = 64
}

extension StreamEvent.Payload {
  /// What a terminal event counts as for ``StatusBuffer/Limits/bytes``.
  var storedByteCountOfEnd: Int {
    var bytes: [UInt8] = []
    appendJSON(to: &bytes, .reference)
    return StreamEvent.storedOverhead + bytes.count
  }
}
