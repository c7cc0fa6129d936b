import StatusConformance
import StatusStreaming

/// Bug: the task that keeps the output alive is not ended by close().
struct OutlivingSink: StatusSink {
  private let wire: Wire
  private let output: Output

  init(wire: Wire) {
    self.wire = wire
    let output = Output(wire)
    self.output = output
    wire.spawn("the keep-alive") {
      while true {
        try await wire.clock.sleep(for: .milliseconds(700))
        try await output.writeIfIdle([])
      }
    }
  }

  func send(_ event: StreamEvent) async throws {
    try await output.write(event)
  }

  func close() async throws {
    try await output.check()
  }
}

/// Writes lines of JSON.
private actor Output {
  private var encoder = JSONLinesEncoder()
  private var isBusy = false
  private var failure: (any Error)?
  private let wire: Wire

  init(_ wire: Wire) {
    self.wire = wire
  }

  func write(_ event: StreamEvent) async throws {
    var bytes: [UInt8] = []
    try encoder.encode(event, into: &bytes)
    while isBusy { try await wire.clock.sleep(for: .milliseconds(1)) }
    try await writeIfIdle(bytes)
  }

  func writeIfIdle(_ bytes: [UInt8]) async throws {
    try check()
    guard !isBusy else { return }
    isBusy = true
    defer { isBusy = false }
    do {
      try await wire.write(bytes)
    } catch {
      failure = error
      throw error
    }
  }

  func check() throws {
    if let failure { throw failure }
  }
}
