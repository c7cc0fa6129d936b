/// What bytes are, as they begin, whatever they are said to be.
enum CaptureForm {
  case eventStream
  /// Server-sent events, each with an event of AG-UI.
  case agUIStream
  case agUILines
  case lines
  case terminal
  case frames
  case listing
  case html

  /// - Returns: `nil` for what could be several of them, or none.
  init?(of bytes: [UInt8]) {
    let head = bytes.prefix(4_096)
    let text = head.drop { $0 == 0x0A || $0 == 0x0D }
    func begins(_ beginning: String) -> Bool { text.starts(with: beginning.utf8) }
    if begins("status-stream-frames ") {
      self = .listing
    } else if begins(#"{"format":"status-stream-events""#) {
      self = .lines
    } else if begins(#"{"type":""#), Self.namesEventOfAGUI(text) {
      self = .agUILines
    } else if ["data:", "event:", "id:", "retry:"].contains(where: begins) {
      let data = text.firstRange(of: Array("data:".utf8)).map { text[$0.upperBound...] }
      self = data.map(Self.namesEventOfAGUI) == true ? .agUIStream : .eventStream
    } else if begins("  \u{250C}\u{2500}") {
      self = .terminal
    } else if begins("<!DOCTYPE") || begins("<!doctype") || begins("<html") {
      self = .html
    } else if let first = head.first, Self.isHeadOfFrame(first), head.count > 1 {
      self = .frames
    } else {
      return nil
    }
  }

  /// Whether the first member of the first object is the type of an event of AG-UI.
  private static func namesEventOfAGUI(_ bytes: ArraySlice<UInt8>) -> Bool {
    let line = bytes.prefix { $0 != 0x0A }.filter { $0 != 0x20 }
    guard line.starts(with: #"{"type":""#.utf8) else { return false }
    let name = line.dropFirst(9).prefix { $0 != UInt8(ascii: "\"") }
    return !name.isEmpty && name.allSatisfy { (0x41...0x5A).contains($0) || $0 == 0x5F }
  }

  /// Whether no text of UTF-8 begins with it, and a whole message of a WebSocket does.
  private static func isHeadOfFrame(_ byte: UInt8) -> Bool {
    [0x81, 0x82, 0x88, 0x89, 0x8A].contains(byte)
  }

  /// What it is called, and what to say instead.
  fileprivate var words: (name: String, remedy: String) {
    switch self {
    case .eventStream: ("server-sent events", "say --wire sse")
    case .agUIStream: ("events of AG-UI", "say --wire ag-ui")
    case .agUILines: ("lines with events of AG-UI", "say --wire ag-ui")
    case .lines: ("lines of JSON", "say --wire jsonl")
    case .terminal: ("a terminal's frame", "say --wire terminal")
    case .frames: ("frames of a WebSocket", "say --wire websocket, or ag-ui")
    case .listing: ("a listing of frames", "say --wire websocket, or ag-ui")
    case .html: ("a page of HTML", "look at the request, and capture the stream")
    }
  }

  /// Whether a capture of a kind may begin like that.
  fileprivate func fits(_ wire: CaptureWire) -> Bool {
    switch self {
    // What an event stream holds is judged by its rules; a page of another kind is none.
    case .eventStream: wire == .sse || wire == .agUI
    case .agUIStream, .agUILines: wire == .agUI
    case .lines: wire == .jsonl
    case .terminal: wire == .terminal
    case .frames, .listing: wire == .websocket || wire == .agUI
    case .html: false
    }
  }
}

extension CaptureError {
  /// Finds that bytes are of another format than they are said to be.
  static func check(form bytes: [UInt8], for wire: CaptureWire) throws(CaptureError) {
    let format = Array(#"{"format":"status-stream-events","version":"#.utf8)
    if wire == .jsonl, bytes.starts(with: format) {
      let version = bytes.dropFirst(format.count).prefix { $0 != 0x7D && $0 != 0x0A }
      guard version.elementsEqual("1".utf8) || version.isEmpty else {
        throw CaptureError(
          "its version is \(String(decoding: version, as: UTF8.self).quoted)",
          remedy: "no other than 1 is known")
      }
    }
    guard let form = CaptureForm(of: bytes), !form.fits(wire) else { return }
    throw CaptureError("it begins as \(form.words.name)", remedy: form.words.remedy)
  }
}
