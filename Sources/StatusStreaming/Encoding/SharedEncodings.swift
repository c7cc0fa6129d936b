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

/// What the bytes that connections have in common depend on, besides the event.
///
/// Two encoders with equal formats make the same ``SharingEncoder/encodeShared(_:into:)`` of an event.
public struct SharedFormat: Sendable, Hashable {
  private let encoder: ObjectIdentifier
  private let options: Int
  private let limits: SIMD2<Int>

  /// Names a format.
  ///
  /// - Parameters:
  ///   - encoder: the encoder's type, so that formats of different encoders differ.
  ///   - options: the settings on which the bytes depend, as a number of the encoder's own.
  ///   - limits: sizes on which they depend.
  public init(_ encoder: Any.Type, options: Int = 0, limits: (Int, Int) = (0, 0)) {
    self.encoder = ObjectIdentifier(encoder)
    self.options = options
    self.limits = SIMD2(limits.0, limits.1)
  }
}

/// An encoder of which most bytes of an event are the same on every connection, so that they are made
/// once for all viewers of a trace.
///
/// To encode an event is to append what the connection has before it, the shared bytes, and what it
/// has after it: ``StatusEncoder/encode(_:into:)`` has to append just these. What belongs to one
/// connection is not shared: a reconnection time, an opening line, a footer, a mask.
///
/// A ``StatusMonitor`` shares the bytes among the viewers of a ``StatusBuffer``, within the window that
/// ``StatusBuffer/Configuration/sharedEventCount`` and ``StatusBuffer/Configuration/sharedByteCount``
/// bound. A trace with one viewer is encoded as by any encoder.
public protocol SharingEncoder: StatusEncoder {
  /// What the shared bytes depend on besides the event; `nil` if this encoder shares nothing.
  var sharedFormat: SharedFormat? { get }

  /// Appends what is the same on every connection, whatever has been encoded on this one; never asked
  /// of a gap, which is each viewer's own.
  ///
  /// It is called while other viewers of the trace wait.
  ///
  /// - Throws: ``StatusEncodingError`` if no connection of the format takes the event.
  func encodeShared(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError)

  /// Appends what is this connection's own and takes note of the event.
  ///
  /// A call that throws has appended nothing and left the encoder as it was.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - sharedSize: how many shared bytes it has.
  ///   - prefix: where to append what comes before them.
  ///   - suffix: where to append what comes after them.
  /// - Throws: ``StatusEncodingError``, as ``StatusEncoder/encode(_:into:)`` does.
  mutating func encodeOwn(
    _ event: borrowing StreamEvent, around sharedSize: Int, prefix: inout [UInt8],
    suffix: inout [UInt8]
  ) throws(StatusEncodingError)
}

extension SharingEncoder {
  /// Appends an event with the bytes that are shared.
  public mutating func encode(
    _ event: borrowing StreamEvent, sharing encodings: SharedEncodings, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    guard let sharedFormat, event.payload.isShareable else {
      return try encode(event, into: &bytes)
    }
    let shared = try encodings.bytes(of: event, as: sharedFormat) {
      (bytes) throws(StatusEncodingError) in
      try encodeShared(event, into: &bytes)
    }
    var suffix: [UInt8] = []
    try encodeOwn(event, around: shared.count, prefix: &bytes, suffix: &suffix)
    if bytes.isEmpty, shared.count >= sizeWorthSharing {
      // The storage itself goes to the writer, so that a large event is there once for all viewers.
      bytes = shared
    } else {
      bytes.append(contentsOf: shared)
    }
    bytes.append(contentsOf: suffix)
  }

  /// How many bytes cost less to be shared than to be copied into a buffer that is there anyway.
  private var sizeWorthSharing: Int { 2_048 }
}

extension StreamEvent.Payload {
  /// Whether every viewer gets the same: a gap begins where its viewer was.
  fileprivate var isShareable: Bool {
    if case .gap = self { false } else { true }
  }
}
