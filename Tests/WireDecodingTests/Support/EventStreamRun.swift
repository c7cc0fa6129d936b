import WireDecoding

/// What a decoder made of a stream, fed in one way of cutting it.
struct EventStreamRun: Equatable {
  var events: [EventStreamDecoder.Event] = []
  var comments: [[UInt8]] = []
  var error: EventStreamError?
  var lastEventID: [UInt8] = []
  var lastEventIDBuffer: [UInt8] = []
  var reconnectionTime: Int?

  init(
    _ bytes: [UInt8], _ chunking: Chunking = .whole, maximumEventSize: Int = 1 << 24,
    resumingAfter id: String = ""
  ) {
    var decoder = EventStreamDecoder(maximumEventSize: maximumEventSize, lastEventID: id)
    do throws(EventStreamError) {
      for chunk in chunking.chunks(of: bytes) {
        decoder.feed(chunk)
        while let item = try decoder.next() {
          switch item {
          case .event(let event): events.append(event)
          case .comment(let comment): comments.append(comment)
          }
        }
      }
    } catch {
      self.error = error
    }
    decoder.finish()
    lastEventID = Array(decoder.lastEventID.utf8)
    lastEventIDBuffer = Array(decoder.lastEventIDBuffer.utf8)
    reconnectionTime = decoder.reconnectionTime
  }
}
