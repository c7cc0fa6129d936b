extension StatusEncoder {
  /// Appends a batch's events until there are about 64 KiB: as many as come before one that is refused.
  ///
  /// - Returns: how many were appended.
  /// - Throws: ``StatusEncodingError`` if the first is refused, having appended nothing.
  mutating func encode(
    _ events: EventBatch, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) -> Int {
    let writeSize = 65_536
    var count = 0
    for event in events {
      do throws(StatusEncodingError) {
        if let encodings = events.encodings {
          try encode(event, sharing: encodings, into: &bytes)
        } else {
          try encode(event, into: &bytes)
        }
      } catch {
        if count == 0 { throw error }
        break
      }
      count += 1
      if bytes.count >= writeSize { break }
    }
    return count
  }
}
