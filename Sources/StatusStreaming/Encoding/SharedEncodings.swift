internal import StateLocking

/// The bytes of a trace's latest events, made once for all viewers that have them written alike.
///
/// It is a window: of each format the latest events stay in it, as many as its bounds allow, and the
/// newest whatever its size. An event behind the window, or one that no two viewers get alike, such as
/// a gap, is encoded anew.
public final class SharedEncodings: Sendable {
  /// The encoded events of one format.
  fileprivate struct Window: Sendable {
    let format: SharedFormat
    /// Each event's number and bytes, at its number's remainder by the number of places.
    ///
    /// They are doubled up to the bound, since most traces have a few events.
    var places = Array(repeating: (number: -1, bytes: [UInt8]()), count: 1)
    /// Below it there is nothing.
    var oldest = 0
    var newest = 0
    var size = 0
  }

  private let maximumCount: Int
  private let maximumSize: Int
  private let windows = Lock<[Window]>([])

  /// - Parameters:
  ///   - maximumCount: how many events are kept in each format, at least one.
  ///   - maximumSize: how many bytes they have, unless the newest has more.
  init(maximumCount: Int, maximumSize: Int) {
    self.maximumCount = maximumCount
    self.maximumSize = maximumSize
  }

  /// The bytes of an event in a format; what makes them is not called twice for an event within the
  /// window.
  ///
  /// - Parameter make: appends the bytes, while other viewers of the trace wait; it must not ask for
  ///   encodings.
  func bytes(
    of event: borrowing StreamEvent, as format: SharedFormat,
    makingBy make: (inout [UInt8]) throws(StatusEncodingError) -> Void
  ) throws(StatusEncodingError) -> [UInt8] {
    let number = event.sequence.rawValue
    return try windows.withLock { (windows) throws(StatusEncodingError) in
      let index = windows.firstIndex { $0.format == format } ?? windows.count
      if index == windows.count {
        windows.append(Window(format: format))
      }
      if let bytes = windows[index].bytes(of: number) { return bytes }
      var bytes: [UInt8] = []
      try make(&bytes)
      windows[index].keep(bytes, of: number, upTo: maximumCount, maximumSize)
      return bytes
    }
  }

  var isEmpty: Bool { windows.withLock { $0.isEmpty } }

  /// Lets go of everything.
  func removeAll() {
    windows.withLock { $0 = [] }
  }
}

extension SharedEncodings.Window {
  func bytes(of number: Int) -> [UInt8]? {
    guard number >= oldest else { return nil }
    let place = places[number % places.count]
    return place.number == number ? place.bytes : nil
  }

  /// Keeps an event's bytes, unless the window is past it, and lets go of what is too much.
  mutating func keep(
    _ bytes: [UInt8], of number: Int, upTo maximumCount: Int, _ maximumSize: Int
  ) {
    if newest == 0 { oldest = max(number - maximumCount + 1, 0) }
    guard number >= oldest else { return }
    newest = max(newest, number)
    drop(before: newest - maximumCount + 1)
    let span = newest - oldest + 1
    while places.count < min(span, maximumCount) { grow(to: min(2 * places.count, maximumCount)) }
    places[number % places.count] = (number, bytes)
    size += bytes.count
    while size > maximumSize, oldest < newest { drop(before: oldest + 1) }
  }

  private mutating func drop(before number: Int) {
    guard number > oldest else { return }
    for dropped in oldest..<min(number, oldest + places.count) {
      let index = dropped % places.count
      guard places[index].number == dropped else { continue }
      size -= places[index].bytes.count
      places[index] = (-1, [])
    }
    oldest = number
  }

  private mutating func grow(to count: Int) {
    let kept = places
    places = Array(repeating: (number: -1, bytes: []), count: count)
    for place in kept where place.number >= 0 { places[place.number % count] = place }
  }
}
