internal import GoldenTranscripts
internal import StateLocking
internal import StatusConformance
internal import StatusStreaming

/// Verifies the pipeline behind an adapter.
struct AdapterVerification: Sendable {
  /// What a shell is to run.
  let command: String
  /// What the pipeline's viewers are sent.
  let wire: CaptureWire
  /// How many runs there are.
  let runs: Int
  /// Which of them are made.
  let selection: RunSelection
  /// How long a call may take.
  let callTimeout: Duration

  /// How many runs there are unless another number is asked for: each plan has one.
  static let usualRuns = 31

  /// Makes the runs.
  ///
  /// - Throws: ``AdapterFailure`` if the adapter does not speak the protocol.
  func report(on console: Console) async throws -> ConformanceReport {
    let adapter = AdapterProcess(
      command: command, timeout: callTimeout, interruption: console.interruption)
    do {
      let greeting = try await adapter.greet(wire)
      let report = await verification(of: adapter, greeting).verifyAll(selection)
      if console.interruption.isRaised { throw CancellationError() }
      try await adapter.finish()
      return report
    } catch is CancellationError {
      // Who presses Ctrl-C does not wait for an adapter that has not answered.
      await adapter.stop()
      throw CancellationError()
    } catch {
      try? await adapter.finish()
      throw error
    }
  }

  private func verification(
    of adapter: AdapterProcess, _ greeting: AdapterGreeting
  ) -> PipelineVerification {
    PipelineVerification(
      profile: profile(greeting), name: greeting.name, capabilities: greeting.capabilities,
      // A call that hangs has to be given up before the run is.
      execution: .real(timeout: max(.seconds(12), callTimeout + .seconds(2)), runs: runs)
    ) { _ in
      let run = adapter.beginRun()
      do { try await adapter.ask(.start, in: run) } catch let refusal as AdapterRefusal {
        throw AdapterRefusal(description: "the adapter answers start with the error '\(refusal)'")
      }
      return PipelineUnderTest { event in
        try await adapter.ask(.event(event), in: run)
      } connect: { trace, lastEventID in
        try await adapter.connect(trace, lastEventID, in: run)
      } stop: {
        try await adapter.ask(.stop, in: run)
      }
    }
  }

  private func profile(_ greeting: AdapterGreeting) -> PipelineProfile {
    // A JSON library of another language need not keep the digits of numbers.
    switch wire {
    case .sse: .eventStream(greeting.isResumable ? .resumable : .reference).withoutExactAnswers
    case .websocket: .webSocket(greeting.isResumable ? .resumable : .reference).withoutExactAnswers
    case .terminal: .terminal
    case .jsonl: .lines.withoutExactAnswers
    case .agUI: PipelineProfile.agUI().withoutExactAnswers
    }
  }
}

/// What an adapter says of its pipeline.
struct AdapterGreeting: Sendable {
  /// What it is called in reports.
  let name: String
  /// Whether events have numbers.
  let isResumable: Bool
  /// What the pipeline can do.
  let capabilities: Set<ConformanceCapability>

  init(_ answer: AdapterAnswer, _ wire: CaptureWire) throws(AdapterAnswer.Fault) {
    guard try answer.integer("version") == AdapterCall.version else {
      throw .wrong("its \"version\" is not \(AdapterCall.version)")
    }
    name = try answer.text("name") ?? "adapter"
    guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw .wrong("its \"name\" has a control character")
    }
    switch try answer.text("profile") {
    case "resumable": isResumable = true
    case "reference": isResumable = false
    case nil where wire == .terminal || wire == .jsonl: isResumable = wire == .jsonl
    default: throw .wrong("its \"profile\" is neither \"reference\" nor \"resumable\"")
    }
    var capabilities: Set<ConformanceCapability> = wire == .terminal ? [] : [.resumable]
    for name in try answer.texts("capabilities") {
      guard name == "heartbeats" else { throw .wrong("the capability \"\(name)\" is unknown") }
      capabilities.insert(.heartbeats)
    }
    // Who does not say so is asked to go on after an id: that is what a client would do.
    if try answer.flag("forgetful") { capabilities.remove(.resumable) }
    self.capabilities = capabilities
  }
}

extension AdapterProcess {
  /// Makes sure that both speak one version of the protocol.
  fileprivate func greet(_ wire: CaptureWire) async throws -> AdapterGreeting {
    do {
      return try await ask(.hello) { (answer: AdapterAnswer) throws(AdapterAnswer.Fault) in
        try AdapterGreeting(answer, wire)
      }
    } catch let refusal as AdapterRefusal {
      throw CommandFailure("the adapter answered hello with an error: \(refusal)", .failure)
    }
  }

  /// Opens a viewer's connection.
  fileprivate func connect(
    _ trace: TraceID, _ lastEventID: String?, in run: Int
  ) async throws -> PipelineConnection {
    let name = nextConnection()
    let call = AdapterCall.connect(trace, connection: name, lastEventID: lastEventID)
    let status = try await ask(call, in: run) {
      (answer: AdapterAnswer) throws(AdapterAnswer.Fault) in
      let status = try answer.integer("status") ?? 200
      guard (100...599).contains(status) else {
        throw .wrong("its \"status\" is none of a response, 100 to 599")
      }
      return status
    }
    if status == 204 { return .finished }
    guard status == 200 || status == 101 else { return .refused("status \(status)") }
    return PipelineConnection {
      let call = AdapterCall.read(connection: name, milliseconds: 5)
      return try await self.ask(call, in: run) {
        (answer: AdapterAnswer) throws(AdapterAnswer.Fault) in
        try answer.require(anyOf: "bytes", "end")
        let bytes = try answer.bytes("bytes") ?? []
        if !bytes.isEmpty { return bytes }
        return try answer.flag("end") ? nil : []
      }
    } hangingUp: {
      try await self.ask(.disconnect(connection: name), in: run)
    }
  }
}
