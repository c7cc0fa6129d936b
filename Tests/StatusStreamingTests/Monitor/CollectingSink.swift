import StatusStreaming

/// Keeps what it accepts, as slowly as told, and fails where told.
struct CollectingSink: StatusSink {
  struct Broken: Error {}

  /// How accepting an event takes its time.
  enum Latency {
    case none
    /// Gives the send up if the task is cancelled in the meantime.
    case cancellable(Duration, any Clock<Duration>)
    /// The same, with an error of its own.
    case aborting(Duration, any Clock<Duration>)
    /// Accepts the event even then.
    case stubborn(Duration, any Clock<Duration>)
  }

  var latency = Latency.none
  /// The send that throws, counted from 1.
  var failingSend: Int?
  var isCloseFailing = false

  private(set) var events: [StreamEvent] = []
  private(set) var sends = 0
  private(set) var heartbeats = 0
  private(set) var closes = 0

  var sequences: [Int] { events.map(\.sequence.rawValue) }
  var isUntouched: Bool { sends + heartbeats + closes == 0 }

  mutating func send(_ event: StreamEvent) async throws {
    sends += 1
    switch latency {
    case .none: break
    case .cancellable(let duration, let clock): try await clock.sleep(for: duration)
    case .aborting(let duration, let clock):
      do { try await clock.sleep(for: duration) } catch { throw Broken() }
    case .stubborn(let duration, let clock): try? await clock.sleep(for: duration)
    }
    if sends == failingSend { throw Broken() }
    events.append(event)
  }

  mutating func heartbeat() async throws {
    heartbeats += 1
  }

  mutating func close() async throws {
    closes += 1
    if isCloseFailing { throw Broken() }
  }
}

extension DeliveryEnding {
  var name: String {
    switch self {
    case .finished: "finished"
    case .cancelled: "cancelled"
    case .draining: "draining"
    case .sinkStalled: "sinkStalled"
    case .sinkFailed(let error): "sinkFailed(\(error))"
    case .bufferFailed(let error as BufferError): "bufferFailed(\(error.code))"
    case .bufferFailed(let error): "bufferFailed(\(error))"
    }
  }
}
