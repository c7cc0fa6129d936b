import GoldenTranscripts
import StatusStreaming
import WireDecoding

/// What the sizes of updates on a wire tell of those to come: how many bytes one takes beside its text,
/// and how many a letter takes, which in hexadecimal are two, and more where it is escaped.
struct SizeRuler {
  private let connection: WireConnection
  private let format: WireFormat
  /// The update that was sent last, and how many bytes were on the wire before it.
  private var latest: (event: StreamEvent, start: Int)?
  /// An update that has been written, its text, and the bytes that it takes.
  private var measure: (event: StreamEvent, text: String, bytes: Int)?
  /// How many bytes a letter takes, as two measures in a row have it: one alone may be of what else has
  /// changed, such as the name of a trace that is said once.
  private var bytesOfLetter: [Unicode.Scalar: Int] = [:]
  /// By how many bytes ten letters made the last update larger.
  private var growth: (letter: Unicode.Scalar, bytes: Int)?

  /// The letter that no format escapes.
  static let plainLetter: Unicode.Scalar = "a"

  init(over connection: WireConnection, in format: WireFormat) {
    self.connection = connection
    self.format = format
  }

  /// A text of one letter.
  static func text(of length: Int, _ letter: Unicode.Scalar = plainLetter) -> String {
    String(repeating: Character(letter), count: length)
  }

  /// An event is about to be sent.
  mutating func begin(_ event: StreamEvent) {
    take()
    latest = (event, connection.size)
  }

  /// The text of an update that is to take a number of bytes: a letter again and again, and some plain
  /// ones where that does not come out even.
  ///
  /// - Returns: `nil` where that can't be told: the sink has not yet written what was sent, or what it
  ///   writes does not grow by as many bytes for each letter.
  mutating func text(
    of letter: Unicode.Scalar, filling size: Int, with event: StreamEvent
  ) -> String? {
    take()
    guard let measure, let width = bytesOfLetter[letter], width > 0,
      Self.areAlike(measure.event, event)
    else { return nil }
    var rest = size - measure.bytes
    for letter in measure.text.unicodeScalars {
      guard let width = bytesOfLetter[letter] else { return nil }
      rest += width
    }
    guard rest >= 0 else { return nil }
    let text = Self.text(of: rest / width, letter)
    if rest.isMultiple(of: width) { return text }
    guard let plainWidth = bytesOfLetter[Self.plainLetter], plainWidth > 0,
      (rest % width).isMultiple(of: plainWidth)
    else { return nil }
    return text + Self.text(of: rest % width / plainWidth)
  }

  /// Measures what was sent last.
  private mutating func take() {
    guard let (event, start) = latest else { return }
    latest = nil
    let before = measure
    measure = nil
    guard case .update(let update) = event.payload, let text = update.message else { return }
    let written = connection.update { Array($0.bytes[start...]) }
    let bytes = format == .webSocket ? Self.payload(of: written) : written.count
    guard bytes > 0 else { return }
    let last = growth
    growth = nil
    if let before, text.hasPrefix(before.text), Self.areAlike(before.event, event) {
      let more = text.unicodeScalars.dropFirst(before.text.unicodeScalars.count)
      if more.count == 10, let letter = more.first {
        let bytes = bytes - before.bytes
        growth = (letter, bytes)
        if let last, last.letter == letter {
          let isEven = last.bytes == bytes && bytes.isMultiple(of: 10)
          bytesOfLetter[letter] = isEven ? bytes / 10 : nil
        }
      }
    }
    measure = (event, text, bytes)
  }

  /// Whether two events take as many bytes beside their texts.
  private static func areAlike(_ one: StreamEvent, _ other: StreamEvent) -> Bool {
    one.sequence.description.utf8.count == other.sequence.description.utf8.count
      && one.time == other.time
  }

  /// The bytes of the messages in some frames.
  static func payload(of bytes: [UInt8]) -> Int {
    var frames = WebSocketWireFrameDecoder(reader: .client)
    frames.feed(bytes)
    var count = 0
    while let frame = try? frames.next() {
      if frame.header.opcode.rawValue < 8 { count += frame.payload.count }
    }
    return count
  }
}

extension SinkTrial {
  /// How many bytes the event of a call takes, where the call has written it and nothing else.
  ///
  /// - Returns: `nil` where that can't be told: for the first event, with which other things are written,
  ///   for several that are written together, and in formats that have more to say at the end.
  func writtenSize(ofCall number: Int, in view: ConnectionView) -> Int? {
    let call = view.calls[number]
    guard capabilities.contains(.sizeLimit), vocabulary != .agUI, format != .terminal,
      !view.hasTasks, view.failure == nil, call.outcome == .returned, case .send = call.kind
    else { return nil }
    let writes = view.writes.indices.filter { view.writes[$0].calls == number + 1 }
    guard let first = writes.first, let last = writes.last,
      view.readings.contains(where: { $0.write < first && $0.observation.isEvent })
    else { return nil }
    let readings = view.readings.filter { writes.contains($0.write) }
    let events = readings.count { $0.observation.isEvent }
    guard events == 1,
      readings.allSatisfy({ $0.observation.isEvent || $0.observation.isEnd })
    else { return nil }
    let bytes = view.bytes[view.writes[first].range.lowerBound..<view.writes[last].range.upperBound]
    return format == .webSocket ? SizeRuler.payload(of: Array(bytes)) : bytes.count
  }
}
