import StateLocking
import StatusStreaming

/// What befalls one call of a viewer's sink in a run about closing or stalling.
struct SinkTrouble: Sendable, Hashable {
  /// What comes of the call.
  enum Kind: Sendable, Hashable {
    /// It throws.
    case failure
    /// It takes a time, unless it is cancelled before.
    case delay(Duration)
    /// It takes a time, cancelled or not.
    case stubbornDelay(Duration)
  }

  /// The send that is meant, counted from 1; `nil` for a close.
  var send: Int?
  var kind: Kind

  func befalls(_ occasion: SinkTemper.Occasion) -> Bool {
    if let send { return occasion == .send(send) }
    if case .close = occasion { return true }
    return false
  }

  /// Draws what befalls closing.
  static func drawnOfClosing(on stage: Stage) -> SinkTrouble {
    let delay = Kind.delay(stage.patience(.seconds(100)))
    return SinkTrouble(kind: stage.element(of: [.failure, delay, delay]))
  }

  /// Draws a send that takes too long, or one that takes long.
  ///
  /// - Parameter timeout: how long a send may take.
  static func drawn(within timeout: Duration, on stage: Stage) -> SinkTrouble {
    // Who sends what is there together sends seldom.
    let send = stage.element(of: [1, 2, 1, 3, 2, 5])
    let excess = stage.isReal ? timeout : .seconds(30)
    let kinds: [Kind] = [
      .delay(timeout + excess), .stubbornDelay(timeout + timeout / 2), .delay(timeout / 2),
      .stubbornDelay(timeout + timeout / 2), .stubbornDelay(timeout / 2),
    ]
    return SinkTrouble(send: send, kind: stage.element(of: kinds))
  }
}

extension SinkTemper {
  /// Lets the trouble of a plan about closing or stalling befall the sink.
  ///
  /// - Parameter timeout: how long the loop lets a send take; `nil` for ever.
  mutating func addTrouble(for plan: DeliveryPlan, timeout: Duration?, on stage: Stage) {
    switch plan {
    case .cancelledOutput:
      completesWrites = true
      if stage.next(below: 2) == 0 { cancelling = .send(1 + stage.next(below: 5)) }
      latencies = [.milliseconds(20), .zero, .milliseconds(80)]
    case .failingClose: trouble = .drawnOfClosing(on: stage)
    case .stalledSend: trouble = timeout.map { .drawn(within: $0, on: stage) }
    default: break
    }
    if let timeout { hasten(within: timeout) }
  }

  /// Lets no call take too long: what may not is not to be slow in runs about something else.
  mutating func hasten(within timeout: Duration) {
    latencies = latencies.map { min($0, timeout / 4) }
    stalls = stalls.mapValues { min($0, timeout / 2) }
  }
}

extension ViewerConnection {
  /// Lets a call meet with its trouble.
  func meet(_ trouble: SinkTrouble) async throws {
    update { $0.troubledCall = $0.calls.lastIndex { $0.result == nil } }
    switch trouble.kind {
    case .failure:
      state.withLock { $0.isBroken = true }
      throw SinkFailure()
    case .delay(let delay): try await stage.clock.sleep(for: delay)
    case .stubbornDelay(let delay):
      let clock = stage.clock
      try await stage.spawn("write") { try await clock.sleep(for: delay) }.value
    }
  }
}
