/// What was fed and not yet read.
///
/// A chunk that arrives when everything before it was read is taken over without a copy.
struct InputBuffer: Sendable {
  private(set) var bytes: [UInt8] = []
  var position = 0

  var available: Int { bytes.count - position }

  mutating func append(_ chunk: [UInt8]) {
    if available == 0 {
      bytes = chunk
      position = 0
    } else {
      if position > bytes.count / 2 {
        bytes.removeSubrange(..<position)
        position = 0
      }
      bytes.append(contentsOf: chunk)
    }
  }

  mutating func removeAll() {
    bytes = []
    position = 0
  }
}
