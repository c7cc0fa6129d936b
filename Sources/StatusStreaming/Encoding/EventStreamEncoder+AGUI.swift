extension EventStreamEncoder {
  /// Whether the profile shows a state, of which a delivery has to know how it begins.
  public var needsSnapshots: Bool { !agUI.isEmpty }

  /// Appends how a trace stands, with AG-UI; nothing in another profile.
  ///
  /// At first that is the beginning of the run with its state, later what brings a client to the state.
  public mutating func encode(
    _ snapshot: TraceSnapshot, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    guard !agUI.isEmpty else { return }
    try connection.begin(with: snapshot)
    appendOpening(to: &bytes)
    isOpened = true
    var output = takeOutput(&bytes)
    agUI[0].encode(snapshot, to: &output)
    bytes = output.takeBytes()
  }

  // Not a part of what other profiles pass through.
  @inline(never)
  mutating func encodeAGUI(
    _ event: borrowing StreamEvent, into bytes: inout [UInt8]
  ) throws(StatusEncodingError) {
    let start = bytes.count
    appendOpening(to: &bytes)
    var output = takeOutput(&bytes)
    defer { bytes = output.takeBytes() }
    do throws(StatusEncodingError) {
      try agUI[0].encode(event, to: &output)
    } catch {
      output.truncate(to: (start, 0))
      throw error
    }
    note(event)
  }

  private func takeOutput(_ bytes: inout [UInt8]) -> AGUIOutput {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    return AGUIOutput(.blocks, limit: maximumEventSize, after: taken)
  }
}
