import GoldenTranscripts
import StatusStreaming
import WireDecoding

/// What the sizes of updates on a wire tell of those to come: how many bytes one takes beside its text,
/// and how many a letter takes, which in hexadecimal are two.
struct SizeRuler {
  private let connection: WireConnection
  private let format: WireFormat
  /// The update that was sent last, and how many bytes were on the wire before it.
  private var latest: (event: StreamEvent, start: Int)?
  /// An update that has been written, the letters of its text, and the bytes that it takes.
  private var measure: (event: StreamEvent, letters: Int, bytes: Int)?
  private var bytesOfLetter: Int?

  init(over connection: WireConnection, in format: WireFormat) {
    self.connection = connection
    self.format = format
  }

  /// A text of letters that no format escapes.
  static func text(of length: Int) -> String { String(repeating: "a", count: length) }

  /// An event is about to be sent.
  mutating func begin(_ event: StreamEvent) {
    take()
    latest = (event, connection.size)
  }

  /// How long the text of an update is to be, of which the event takes a number of bytes.
  ///
  /// - Returns: `nil` where that can't be told: the sink has not yet written what was sent, or what it
  ///   writes does not grow by as many bytes for each letter.
  mutating func length(filling size: Int, with event: StreamEvent) -> Int? {
    take()
    guard let measure, let bytesOfLetter, bytesOfLetter > 0,
      Self.areAlike(measure.event, event)
    else { return nil }
    let rest = size - measure.bytes
    let length = measure.letters + rest / bytesOfLetter
    return rest.isMultiple(of: bytesOfLetter) && length >= 0 ? length : nil
  }

  /// Measures what was sent last.
  private mutating func take() {
    guard let (event, start) = latest else { return }
    latest = nil
    let before = measure
    measure = nil
    guard case .update(let update) = event.payload, let text = update.message else { return }
    let written = connection.update { Array($0.bytes[start...]) }
    guard let bytes = format == .webSocket ? payload(of: written) : written.count,
      bytes >= text.utf8.count
    else { return }
    let letters = text.utf8.count
    if let before, letters == before.letters + 10 {
      let growth = bytes - before.bytes
      bytesOfLetter =
        Self.areAlike(before.event, event) && growth.isMultiple(of: 10) ? growth / 10 : nil
    }
    measure = (event, letters, bytes)
  }

  /// Whether two events take as many bytes beside their texts.
  private static func areAlike(_ one: StreamEvent, _ other: StreamEvent) -> Bool {
    one.sequence.description.utf8.count == other.sequence.description.utf8.count
      && one.time == other.time
  }

  /// The bytes of the messages in some frames.
  private func payload(of bytes: [UInt8]) -> Int? {
    var frames = WebSocketWireFrameDecoder(reader: .client)
    frames.feed(bytes)
    var count = 0
    while let frame = try? frames.next() {
      if frame.header.opcode.rawValue < 8 { count += frame.payload.count }
    }
    return count
  }
}
