import StatusStreaming

/// Reads lines of JSON, as `JSONLinesEncoder` writes them: a header, then a line for each event.
public struct JSONLinesStatusDecoder: StatusDecoder {
  private var hasHeader = false
  private var count = 0
  private var line: [UInt8] = []

  /// Starts a file.
  public init() {}

  /// Everything there is to see of an event.
  public var observes: Projection { .everything.union(.exactAnswers) }

  /// That of text in lines.
  public var format: WireFormat { .lines }

  /// Reads the lines that the bytes complete.
  ///
  /// - Throws: ``ObservationError/Code`` at a line that is not of the format.
  public mutating func decode(
    _ bytes: [UInt8]
  ) throws(ObservationError.Code) -> [Observation] {
    var observations: [Observation] = []
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      line += rest[..<end]
      rest = rest[(end + 1)...]
      if let event = try observed(line) { observations.append(.event(event)) }
      line.removeAll(keepingCapacity: true)
    }
    line += rest
    return observations
  }

  /// Checks that the last line is whole.
  ///
  /// - Throws: ``ObservationError/Code`` if it is not.
  public mutating func finish() throws(ObservationError.Code) -> [Observation] {
    if !line.isEmpty { throw .value(at: "the line", expected: "its end", event: count + 1) }
    return []
  }

  private mutating func observed(
    _ line: [UInt8]
  ) throws(ObservationError.Code) -> ObservedEvent? {
    guard hasHeader else {
      hasHeader = line.elementsEqual(EventListing.header.utf8)
      if hasHeader { return nil }
      throw .value(at: "the first line", expected: EventListing.header, event: 1)
    }
    count += 1
    let node = try JSONNode(parsing: line, ofEvent: count)
    do {
      return ObservedEvent(try StreamEvent(node))
    } catch {
      throw .value(at: error.place, expected: error.expected, event: count)
    }
  }
}
