/// Decodes an event stream incrementally (HTML Living Standard, section 9.2.6).
///
/// It performs no input or output: feed it the bytes in chunks cut anywhere, and take the items
/// after each chunk.
///
/// <!-- example in BodyExample -->
/// ```swift
/// var decoder = EventStreamDecoder()
/// for try await chunk in body {
///   decoder.feed(chunk)
///   while let item = try decoder.next() { print(item) }
/// }
/// decoder.finish()
/// ```
///
/// Invalid UTF-8 is replaced as browsers do. A block that the end of the stream cuts is discarded.
public struct EventStreamDecoder: Sendable {
  /// The largest line, and the largest data of one event, in bytes; what the decoder holds is a
  /// small multiple of it and the chunk being read.
  public let maximumEventSize: Int
  /// What a reconnect sends as `Last-Event-ID`; empty if there is nothing to send.
  public private(set) var lastEventID: String
  /// The id that the next dispatch makes the ``lastEventID``, ahead of it within a block.
  public private(set) var lastEventIDBuffer: String
  /// The reconnection time in milliseconds, or `nil` if the stream has set none.
  public private(set) var reconnectionTime: Int?

  private var input = InputBuffer()
  private var heldLine: [UInt8] = []
  private var followsCarriageReturn = false
  private var isFirstLine = true
  private var data: [UInt8] = []
  private var type = ""
  private var failure: EventStreamError?

  /// Starts a stream.
  ///
  /// - Parameters:
  ///   - maximumEventSize: The largest line, and the largest data of one event, in bytes.
  ///   - lastEventID: What was sent as `Last-Event-ID`, kept until the stream gives another id.
  public init(maximumEventSize: Int = 1 << 24, lastEventID: String = "") {
    self.maximumEventSize = maximumEventSize
    self.lastEventID = lastEventID
    lastEventIDBuffer = lastEventID
  }

  /// Whether a line, or an event that no blank line has ended yet, would be lost if the stream ended
  /// with what was read so far.
  public var isWithinBlock: Bool {
    !heldLine.isEmpty || !data.isEmpty || !type.isEmpty
      || !lastEventIDBuffer.utf8.elementsEqual(lastEventID.utf8)
  }

  /// Adds the stream's next bytes, which ``next()`` then reads.
  public mutating func feed(_ chunk: [UInt8]) {
    input.append(chunk)
  }

  /// The next item of what was fed, or `nil` when more bytes are needed.
  ///
  /// - Throws: ``EventStreamError`` at a line or an event over the limit, and ever after.
  public mutating func next() throws(EventStreamError) -> Item? {
    if let failure { throw failure }
    let chunk = input.bytes
    let bytes = chunk.span
    while input.position < bytes.count {
      if followsCarriageReturn {
        followsCarriageReturn = false
        if bytes[input.position] == 0x0A {
          input.position += 1
          continue
        }
      }
      let start = input.position
      guard let end = bytes.firstLineBreak(from: start) else {
        input.position = bytes.count
        try hold(bytes.extracting(start...))
        return nil
      }
      input.position = end + 1
      followsCarriageReturn = bytes[end] == 0x0D
      if let item = try finishLine(bytes.extracting(start..<end)) { return item }
    }
    return nil
  }

  /// Ends the stream and discards the block that was not finished by a blank line.
  public mutating func finish() {
    input.removeAll()
    heldLine = []
    data = []
    type = ""
  }

  private mutating func fail(_ code: EventStreamError.Code) -> EventStreamError {
    let error = EventStreamError(code: code, limit: maximumEventSize)
    finish()
    failure = error
    return error
  }

  // MARK: Lines

  private mutating func hold(_ part: Span<UInt8>) throws(EventStreamError) {
    guard part.count <= maximumEventSize - heldLine.count else { throw fail(.lineTooLong) }
    heldLine.append(copying: part)
  }

  private mutating func finishLine(_ part: Span<UInt8>) throws(EventStreamError) -> Item? {
    if heldLine.isEmpty {
      guard part.count <= maximumEventSize else { throw fail(.lineTooLong) }
      return try interpret(part)
    }
    try hold(part)
    let line = heldLine
    heldLine = []
    return try interpret(line.span)
  }

  private mutating func interpret(_ line: Span<UInt8>) throws(EventStreamError) -> Item? {
    var line = line
    if isFirstLine {
      isFirstLine = false
      if line.hasPrefix("\u{FEFF}") { line = line.extracting(3...) }
    }
    if line.isEmpty { return dispatch() }
    if line[0] == UInt8(ascii: ":") {
      var comment: [UInt8] = []
      comment.append(repairing: line.extracting(Self.valueStart(in: line, afterColonAt: 0)...))
      return .comment(comment)
    }
    guard let field = Field(of: line) else { return nil }
    let colon = field.name.utf8CodeUnitCount
    let valueStart = colon < line.count ? Self.valueStart(in: line, afterColonAt: colon) : colon
    try process(field, line.extracting(valueStart...))
    return nil
  }

  /// Where a value begins: after the colon and at most one space.
  private static func valueStart(in line: Span<UInt8>, afterColonAt colon: Int) -> Int {
    let start = colon + 1
    return start < line.count && line[start] == UInt8(ascii: " ") ? start + 1 : start
  }

  // MARK: Fields

  private mutating func process(_ field: Field, _ value: Span<UInt8>) throws(EventStreamError) {
    switch field {
    case .data:
      if data.isEmpty { data.reserveCapacity(value.count + 1) }
      data.append(repairing: value)
      guard data.count <= maximumEventSize else { throw fail(.dataTooLarge) }
      data.append(UInt8(ascii: "\n"))
    case .event:
      type = String(repairing: value)
    case .id:
      if !value.contains(0) { lastEventIDBuffer = String(repairing: value) }
    case .retry:
      if let time = value.decimalNumber { reconnectionTime = time }
    }
  }

  private mutating func dispatch() -> Item? {
    lastEventID = lastEventIDBuffer
    let dispatchedType = type.isEmpty ? "message" : type
    type = ""
    guard !data.isEmpty else { return nil }
    data.removeLast()
    var dispatchedData: [UInt8] = []
    swap(&data, &dispatchedData)
    return .event(
      Event(
        type: dispatchedType, data: dispatchedData, lastEventID: lastEventID,
        reconnectionTime: reconnectionTime))
  }
}

extension EventStreamDecoder {
  /// One dispatched event (HTML Living Standard, section 9.2.6).
  ///
  /// Events compare byte by byte, not by canonical equivalence as strings do.
  public struct Event: Sendable, Hashable {
    /// The event's type, `message` unless the stream said otherwise.
    public var type: String
    /// The payload, always valid UTF-8, its lines separated by LF.
    public var data: [UInt8]
    /// The last event ID at the time of the dispatch, the event's own or an earlier one.
    public var lastEventID: String
    /// The reconnection time in force in milliseconds, or `nil` if the stream has set none.
    public var reconnectionTime: Int?

    /// An event as a stream would give it.
    public init(
      type: String = "message", data: [UInt8], lastEventID: String = "",
      reconnectionTime: Int? = nil
    ) {
      self.type = type
      self.data = data
      self.lastEventID = lastEventID
      self.reconnectionTime = reconnectionTime
    }

    /// The payload as a string.
    public var text: String { String(decoding: data, as: UTF8.self) }

    /// Whether all fields have the same bytes.
    public static func == (left: Event, right: Event) -> Bool {
      left.data == right.data && left.reconnectionTime == right.reconnectionTime
        && left.type.utf8.elementsEqual(right.type.utf8)
        && left.lastEventID.utf8.elementsEqual(right.lastEventID.utf8)
    }

    /// Hashes the payload alone, which is as good as hashing every field.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(data)
    }
  }
}

extension EventStreamDecoder {
  /// The fields that mean something; all others are skipped.
  enum Field {
    case data
    case event
    case id
    case retry

    var name: StaticString {
      switch self {
      case .data: "data"
      case .event: "event"
      case .id: "id"
      case .retry: "retry"
      }
    }

    /// The field that `line`, which is not empty, is about: its name stands before the first colon,
    /// or alone.
    init?(of line: Span<UInt8>) {
      switch line[0] {
      case UInt8(ascii: "d"): self = .data
      case UInt8(ascii: "e"): self = .event
      case UInt8(ascii: "i"): self = .id
      case UInt8(ascii: "r"): self = .retry
      default: return nil
      }
      let length = name.utf8CodeUnitCount
      guard line.hasPrefix(name), line.count == length || line[length] == UInt8(ascii: ":") else {
        return nil
      }
    }
  }
}

extension EventStreamDecoder {
  /// What a stream consists of, for a reader.
  public enum Item: Sendable, Hashable {
    /// An event was dispatched.
    case event(Event)
    /// A comment line, such as a heartbeat, without its colon and one space after that; valid
    /// UTF-8. It belongs to no event and may stand in the middle of one.
    case comment([UInt8])
  }
}

/// An event stream that asks its reader to hold more than it is willing to.
///
/// Nothing else is an error in an event stream: what it can't make sense of is skipped.
public struct EventStreamError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is too large.
  public enum Code: Sendable, Hashable {
    /// A line, not counting its end.
    case lineTooLong
    /// The data of one event, over all of its lines.
    case dataTooLarge
  }

  /// What is too large.
  public let code: Code
  /// The limit that was exceeded, in bytes.
  public let limit: Int

  /// What is too large, in one sentence.
  public var description: String {
    switch code {
    case .lineTooLong: "A line of the event stream has more than \(limit) bytes."
    case .dataTooLarge: "The data of an event has more than \(limit) bytes."
    }
  }
}
