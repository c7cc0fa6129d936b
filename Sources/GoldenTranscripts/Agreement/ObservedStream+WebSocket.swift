import StatusStreaming
import WireDecoding

extension ObservedStream {
  /// Decodes a server's side of a connection: an event for each text message, then Close with the
  /// code that fits the last of them.
  init(webSocket bytes: [UInt8], name: String) throws(ObservationError.Code) {
    self.init(projection: [.roadmaps, .emptyMessages, .gaps, .ends, .answers])
    let wire: [UInt8]
    do { wire = try FrameListing(parsing: bytes, path: name).wire } catch { throw .listing(error) }
    var decoder = WebSocketMessageDecoder(reader: .client, maximumMessageSize: .max)
    decoder.feed(wire)
    isWhole = false
    while true {
      let message: WebSocketMessageDecoder.Event?
      do { message = try decoder.next() } catch { throw .webSocket(error) }
      switch message {
      case nil: return
      case .text(let text): try append(text)
      case .ping, .pong: break
      case .binary: throw fault("the message", "text")
      case .close(let code, _):
        let expected: UInt16 =
          switch events.last?.content {
          case .complete: 1000
          case .failed: 1011
          default: 1001
          }
        if code != expected { throw fault("the close code", "\(expected)") }
        isWhole = true
      }
    }
  }

  private mutating func append(_ text: [UInt8]) throws(ObservationError.Code) {
    let node = try node(parsing: text)
    do {
      events.append(ObservedEvent(content: .init(try StreamEvent.Payload(tagged: node))))
    } catch {
      throw fault(error.place, error.expected)
    }
  }

  private func fault(_ place: String, _ expected: String) -> ObservationError.Code {
    .value(at: place, expected: expected, event: events.count + 1)
  }
}
