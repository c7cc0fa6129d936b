extension [UInt8] {
  /// Takes an encoded event out again if it is larger than allowed.
  ///
  /// - Parameter shared: how many bytes it has elsewhere.
  mutating func limit(
    _ event: borrowing StreamEvent, from start: Int, beside shared: Int = 0, to maximumSize: Int
  ) throws(StatusEncodingError) {
    let size = count - start + shared
    guard size > maximumSize else { return }
    truncate(to: start)
    throw StatusEncodingError(.tooLarge(size: size, limit: maximumSize), event)
  }

  /// Takes everything out, and gives the storage back if it is larger than what is to be kept.
  mutating func empty(keeping capacity: Int) {
    if self.capacity > capacity { self = [] } else { removeAll(keepingCapacity: true) }
  }
}
