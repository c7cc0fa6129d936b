extension [UInt8] {
  /// Takes an encoded event out again if it is larger than allowed.
  mutating func limit(
    _ event: borrowing StreamEvent, from start: Int, to maximumSize: Int
  ) throws(StatusEncodingError) {
    let size = count - start
    guard size > maximumSize else { return }
    truncate(to: start)
    throw StatusEncodingError(.tooLarge(size: size, limit: maximumSize), event)
  }
}
