/// An event stream read as one would by hand.
///
/// Byte by byte to the end of each line, then by the names of its fields. It is the floor of the decoder;
/// it takes a whole stream at once and knows neither comments, CR, nor bytes that are no UTF-8.
struct NaiveEventStream {
  struct Event {
    var type = ""
    var data: [UInt8] = []
    var id = ""
  }

  /// Gives each event that the bytes hold.
  static func read(_ bytes: [UInt8], _ take: (Event) -> Void) {
    var event = Event()
    var lineStart = 0
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
      let line = bytes[lineStart..<index]
      lineStart = index + 1
      if line.isEmpty {
        take(event)
        event.data = []
        event.type = ""
      } else if let value = value(of: "data: ", in: line) {
        event.data.append(contentsOf: value)
      } else if let value = value(of: "event: ", in: line) {
        event.type = String(decoding: value, as: UTF8.self)
      } else if let value = value(of: "id: ", in: line) {
        event.id = String(decoding: value, as: UTF8.self)
      }
    }
  }

  private static func value(
    of field: StaticString, in line: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    field.withUTF8Buffer { name in
      line.count >= name.count
        && name.indices.allSatisfy { unsafe name[$0] == line[line.startIndex + $0] }
        ? line.dropFirst(name.count) : nil
    }
  }
}
