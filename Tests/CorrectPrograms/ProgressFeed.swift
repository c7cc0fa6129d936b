import DeterministicSimulation

extension Program {
  static let progressFeed = Program(
    "progress feed", "viewers follow an upload to its end, whenever they come",
    faulty: .missedWakeUp
  ) { sim in
    let feed = Feed()
    let network = sim.channel("network", of: Int.self, capacity: 2)
    let upload = sim.spawn("upload") {
      var percent = 0
      while let chunk = try await network.receive() {
        percent += chunk
        await feed.publish(percent)
      }
      await feed.finish()
    }
    let viewer = sim.spawn("viewer") {
      var last = 0
      for await percent in await feed.follow() { last = percent }
      return last
    }
    for _ in 1...10 { try await network.send(10) }
    network.finish()
    try await upload.value
    let last = await viewer.value
    try ensure(last == 100, "the viewer saw \(last) % last")
  }
}

private actor Feed {
  private var latest = 0
  private var isFinished = false
  private var viewers: [AsyncStream<Int>.Continuation] = []

  func publish(_ percent: Int) {
    latest = percent
    for viewer in viewers { viewer.yield(percent) }
  }

  func finish() {
    isFinished = true
    for viewer in viewers { viewer.finish() }
  }

  func follow() -> AsyncStream<Int> {
    let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
    continuation.yield(latest)
    viewers.append(continuation)
    #if !FAULTY
      if isFinished { continuation.finish() }
    #endif
    return stream
  }
}
