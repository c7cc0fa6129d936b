import WireDecoding

/// The interpretation of an event stream as the standard words it, on the whole decoded text at
/// once and without regard to speed, memory or limits, to hold the incremental decoder against.
struct ReferenceEventStream {
  var run = EventStreamRun([])
  private var data = ""
  private var type = ""
  private var idBuffer = ""

  init(_ bytes: [UInt8]) {
    var text = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    if text.first == "\u{FEFF}" { text.removeFirst() }
    var line = ""
    var position = 0
    while position < text.count {
      let scalar = text[position]
      position += 1
      guard scalar == "\n" || scalar == "\r" else {
        line.unicodeScalars.append(scalar)
        continue
      }
      if scalar == "\r" && position < text.count && text[position] == "\n" { position += 1 }
      process(line.unicodeScalars)
      line = ""
    }
    run.lastEventIDBuffer = Array(idBuffer.utf8)
  }

  private mutating func process(_ line: String.UnicodeScalarView) {
    guard let first = line.first else { return dispatch() }
    let colon = line.firstIndex(of: ":")
    var value = Substring(line[(colon.map(line.index(after:)) ?? line.endIndex)...])
    if value.unicodeScalars.first == " " { value.unicodeScalars.removeFirst() }
    if first == ":" { return run.comments.append(Array(value.utf8)) }
    let name = Substring(line[..<(colon ?? line.endIndex)])
    if name.utf8.elementsEqual("data".utf8) {
      data += value + "\n"
    } else if name.utf8.elementsEqual("event".utf8) {
      type = String(value)
    } else if name.utf8.elementsEqual("id".utf8) {
      if !value.unicodeScalars.contains("\0") { idBuffer = String(value) }
    } else if name.utf8.elementsEqual("retry".utf8) {
      let isNumber = value.utf8.allSatisfy { (0x30...0x39).contains($0) } && !value.isEmpty
      if isNumber { run.reconnectionTime = Int(value) ?? .max }
    }
  }

  private mutating func dispatch() {
    run.lastEventID = Array(idBuffer.utf8)
    defer { (data, type) = ("", "") }
    if data.utf8.isEmpty { return }
    run.events.append(
      EventStreamDecoder.Event(
        type: type.utf8.isEmpty ? "message" : type, data: Array(data.utf8.dropLast()),
        lastEventID: idBuffer, reconnectionTime: run.reconnectionTime))
  }
}
