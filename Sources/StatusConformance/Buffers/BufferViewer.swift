import GoldenTranscripts
import StatusStreaming

/// Someone who reads a trace from its beginning, each time after what was read before.
///
/// The position is counted instead of taken from the events, so that wrong numbers are found as what
/// they are and not as what comes of them.
struct BufferViewer<Buffer: StatusBuffering> {
  let name: String
  let trace: TraceID
  let client: BufferClient<Buffer>
  private var cursor = 0
  private(set) var hasSeenEnd = false

  /// - Parameter cursor: the number after which it begins to read.
  init(
    _ name: String, of trace: TraceID, after cursor: Int = 0, on client: BufferClient<Buffer>
  ) {
    self.name = name
    self.cursor = cursor
    self.trace = trace
    self.client = client
  }

  /// Reads on.
  ///
  /// - Returns: how many events there were.
  @discardableResult
  mutating func read(limit: Int = .max) async -> Int {
    let events = await client.read(trace, after: cursor, limit: limit, by: name)
    for event in events {
      switch event.event.content {
      case .gap(let lost): cursor = cursor.advancedClamped(by: max(lost, 0))
      case .complete, .failed, .cancelled:
        cursor = cursor.advancedClamped(by: 1)
        hasSeenEnd = true
      case .update: cursor = cursor.advancedClamped(by: 1)
      }
    }
    return events.count
  }

  /// Reads on in pieces until there is nothing more; gives up if it goes on and on.
  mutating func catchUp() async {
    for _ in 0..<60 {
      let limit = client.stage.element(of: [1, 2, 3, 5, .max])
      if await read(limit: limit) == 0 || hasSeenEnd { return }
    }
  }

  /// Reads on, at drawn times, until the end has come or will not come any more; gives up if
  /// writing takes for ever, or if there is more and more after the last write.
  mutating func follow() async {
    let clock = client.stage.clock
    let deadline = clock.now.advanced(by: client.stage.patience(.seconds(10)))
    var looks = 0
    while looks < 80, clock.now < deadline {
      let isWritten = client.recorder.recording.isWritten
      let count = await read()
      if hasSeenEnd || (isWritten && count == 0) { return }
      if isWritten { looks += 1 }
      let pause = client.stage.element(of: [30, 10, 0, 20, 70])
      try? await clock.sleep(for: .milliseconds(pause))
    }
  }
  /// Follows a trace of a world, through any silence, until the end has come or all has been written
  /// and read; gives up if there is more to read than anybody wrote.
  ///
  /// - Parameters:
  ///   - limits: how many events to take at a time; one is drawn for each read.
  ///   - most: how many reads there can be that give something.
  mutating func follow(taking limits: [Int], atMost most: Int) async {
    let stage = client.stage
    var pause = Duration.milliseconds(stage.isReal ? 1 : 10)
    var reads = 0
    while reads <= most {
      let isWritten = client.recorder.recording.isWritten
      let count = await read(limit: stage.element(of: limits))
      if hasSeenEnd || (isWritten && count == 0) { return }
      guard count == 0 else {
        reads += 1
        // Who is behind does not wait.
        if limits != [.max] { continue }
        await stage.step()
        continue
      }
      // Who can't wait any more, since the run is given up, does not look for ever.
      guard (try? await stage.clock.sleep(for: pause)) != nil else { return }
      pause = min(pause * 2, .seconds(1))
    }
  }
  /// Follows a trace by waiting for what comes, until the end has come, all has been written and read,
  /// or the wait is cancelled.
  ///
  /// - Parameters:
  ///   - limits: how many events to take at a time; one is drawn for each read.
  ///   - most: how many reads there can be that give something.
  ///   - waitingFirst: whether it waits before it has read anything.
  mutating func follow(taking limits: [Int], atMost most: Int, waitingFirst: Bool) async {
    let stage = client.stage
    let briefest = Duration.milliseconds(1)
    var pause = briefest
    var reads = 0
    var waits = waitingFirst
    while reads <= most {
      if waits {
        guard await client.wait(for: trace, after: cursor, by: name) else { return }
      }
      let isWritten = client.recorder.update { $0.isWritten }
      let count = await read(limit: stage.element(of: limits))
      if hasSeenEnd || (isWritten && count == 0) { return }
      if count > 0 {
        reads += 1
        pause = briefest
      } else if waits {
        // Who is woken for nothing again and again takes its time.
        guard (try? await stage.clock.sleep(for: pause)) != nil else { return }
        pause = min(pause * 2, .seconds(1))
      }
      waits = true
    }
  }
}
