extension DeliveryLoop {
  /// Delivers until the sink was asked to write something.
  ///
  /// - Parameter events: what was written, which moves the cursor only when the caller says so; `nil` for
  ///   a heartbeat.
  /// - Returns: `nil` if there may be more; else how the delivery ends, without closing the sink.
  mutating func pull(_ events: inout DeliveredEvents?) async -> DeliveryInterruption? {
    do throws(DeliveryInterruption) {
      while true {
        switch nextStep() {
        case .read: try await read()
        case .show:
          try await show()
          return nil
        case .send:
          try await sendSome(noting: &events)
          return nil
        case .heartbeat:
          try await sendHeartbeat()
          return nil
        case .startTask: await waitInGroup()
        case .wait: await wait()
        case .end: return DeliveryInterruption(ending: .finished)
        }
      }
    } catch {
      return error
    }
  }
}
