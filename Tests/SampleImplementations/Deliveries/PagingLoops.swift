import StateLocking
import StatusConformance
import StatusStreaming

/// Loops that read what is there in pages until one is short, and follow what comes then.
enum PagingLoops {
  /// Bug: an empty page sets the cursor back to where the viewer came in: what fills its pages is sent again.
  static func goesBackBehindAnEmptyPage(_ run: DeliveryRun) async throws {
    try await follow(run, pagesOf: 50) { $0.last?.cursor ?? run.resumeAfter }
  }

  /// Bug: takes an empty page behind full ones for the end of the run.
  static func endsAtAnEmptyPage(_ run: DeliveryRun) async throws {
    struct End: Error {}
    var cursor = run.resumeAfter
    do {
      try await follow(run, pagesOf: 64) { page in
        if page.isEmpty, cursor != run.resumeAfter { throw End() }
        cursor = page.last?.cursor ?? cursor
        return cursor
      }
    } catch is End {
      return
    }
  }

  /// Correct: an empty page changes nothing.
  static func staysBehindAnEmptyPage(_ run: DeliveryRun) async throws {
    var cursor = run.resumeAfter
    try await follow(run, pagesOf: 50) { page in
      cursor = page.last?.cursor ?? cursor
      return cursor
    }
  }

  private static func follow(
    _ run: DeliveryRun, pagesOf size: Int, moving move: ([StreamEvent]) throws -> Cursor
  ) async throws {
    if try await run.hasEnded(at: run.resumeAfter) { return }
    var cursor = run.resumeAfter
    var page: [StreamEvent]
    repeat {
      page = try await run.buffer.events(of: run.trace, after: cursor, limit: size)
      if try await send(page, run) { return }
      if page.isEmpty { try await run.clock.sleep(for: .milliseconds(100)) }
      cursor = try move(page)
    } while page.count == size
    try await run.poll(after: cursor) { try await run.sink.send($0) }
  }

  private static func send(_ page: [StreamEvent], _ run: DeliveryRun) async throws -> Bool {
    for event in page {
      try Task.checkCancellation()
      try await run.sink.send(event)
    }
    return page.last?.payload.isTerminal ?? false
  }

  // MARK: Viewers with one number

  /// Bug: who comes with a number takes the connection over that began with it, and ends it.
  static func takesOverByNumber(_ run: DeliveryRun) async throws {
    let owners = run.shared { Owners() }
    let place = "\(run.trace) \(run.resumeAfter)"
    let own = run.resumeAfter == .zero ? 0 : owners.claim(place)
    try await run.follow { event in
      if own > 0, owners.owner(of: place) != own {
        throw StatusFailure("the viewer has come again")
      }
      try await run.sink.send(event)
    }
  }
}

/// Who has come last for each place.
private final class Owners: Sendable {
  private let owners = Lock<[String: Int]>([:])

  func claim(_ place: String) -> Int {
    owners.withLock { owners in
      owners[place, default: 0] += 1
      return owners[place, default: 0]
    }
  }

  func owner(of place: String) -> Int { owners.withLock { $0[place, default: 0] } }
}
