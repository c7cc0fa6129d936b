public import StatusStreaming
import WireDecoding

/// The events of a scenario's traces in the order of their appends, as a file of JSON lines.
///
/// `JSONLinesEncoder` is what writes the format. A file is read back only if it is, byte for byte,
/// what the encoder writes for the events that it holds.
public struct EventListing: Sendable, Hashable {
  static let header = #"{"format":"status-stream-events","version":1}"#

  /// The events.
  public let events: [StreamEvent]

  /// Lists events.
  public init(of events: [StreamEvent]) {
    self.events = events
  }

  /// Reads a listing.
  ///
  /// - Parameters:
  ///   - bytes: the file's bytes.
  ///   - path: how errors name the file.
  /// - Throws: ``ListingError`` at the first line that can't be read, or that is not the one way to
  ///   write what it says.
  public init(parsing bytes: [UInt8], path: String) throws(ListingError) {
    let table = LineTable(bytes)
    guard table.count > 0, table[0].elementsEqual("\(Self.header)\n".utf8) else {
      throw ListingError(.header(expected: Self.header), path: path, line: 1)
    }
    guard table.isTerminated else {
      throw ListingError(.unterminatedLine, path: path, line: table.count)
    }
    var encoder = JSONLinesEncoder()
    var spelled: [UInt8] = []
    encoder.encodeClose(into: &spelled)
    var events: [StreamEvent] = []
    for index in 1..<table.count {
      let event = try Self.event(table.contents(index), path: path, line: index + 1)
      spelled.removeAll(keepingCapacity: true)
      let isSpelled: Void? = try? encoder.encode(event, into: &spelled)
      if isSpelled == nil || !table[index].elementsEqual(spelled) {
        let column = zip(table[index], spelled).prefix { $0 == $1 }.count + 1
        throw ListingError(.spelling, path: path, line: index + 1, column: column)
      }
      events.append(event)
    }
    self.events = events
  }

  private static func event(
    _ line: ArraySlice<UInt8>, path: String, line number: Int
  ) throws(ListingError) -> StreamEvent {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: Array(line))
    } catch {
      throw ListingError(.json(error.code), path: path, line: number, column: error.offset + 1)
    }
    do {
      return try StreamEvent(JSONNode(value))
    } catch {
      let code = ListingError.Code.value(at: error.place, expected: error.expected)
      throw ListingError(code, path: path, line: number)
    }
  }

  /// The file's bytes.
  ///
  /// - Throws: `StatusEncodingError` for an event that the format can't hold, of which there are
  ///   none with a time and numbers that are not negative.
  public func bytes() throws(StatusEncodingError) -> [UInt8] {
    var encoder = JSONLinesEncoder()
    var bytes: [UInt8] = []
    for event in events { try encoder.encode(event, into: &bytes) }
    encoder.encodeClose(into: &bytes)
    return bytes
  }
}
