import StatusStreaming

/// Waits for a run in real time, but not for ever.
enum RealDeadline {
  /// Whether a time passes before a task ends, which is then cancelled and left alone.
  static func passes(
    before run: Task<Void, Never>, timeout: Duration, on clock: any Clock<Duration>
  ) async -> Bool {
    let (ends, end) = AsyncStream.makeStream(of: Bool.self)
    let watch = Task {
      await run.value
      end.yield(false)
    }
    let timer = Task {
      guard (try? await clock.wait(for: timeout)) != nil else { return }
      end.yield(true)
    }
    defer {
      run.cancel()
      watch.cancel()
      timer.cancel()
    }
    for await isLate in ends { return isLate }
    return true
  }
}
