internal import Dispatch
internal import StateLocking

/// An adapter: a child process that is asked for one thing at a time.
///
/// After a failure nothing more is asked for, and every call throws that failure.
final class AdapterProcess: Sendable {
  private struct State {
    var child: ChildProcess?
    var failure: AdapterFailure?
    var calls = 0
    var input: [UInt8] = []
    var connections = 0
    /// Which run is made.
    var run = 0
    /// How many bytes of the input are known to have no LF.
    var scanned = 0
    /// Whether no more is asked for: what comes late from a run that was given up starts nothing.
    var isClosed = false

    /// Takes a line without the LF that ends it, and a CR before that; `nil` if there is none.
    mutating func takeLine() -> [UInt8]? {
      guard let end = input[scanned...].firstIndex(of: 0x0A) else {
        scanned = input.count
        return nil
      }
      let line = input[..<end]
      input = Array(input[(end + 1)...])
      scanned = 0
      return Array(line.last == 0x0D ? line.dropLast() : line)
    }
  }

  private let command: String
  private let timeout: Duration
  private let interruption: Interruption
  private let state = Lock(State())
  /// Calls wait here: the threads that all tasks share must not.
  private let queue = DispatchQueue(label: "adapter")

  /// - Parameters:
  ///   - command: what a shell is to run.
  ///   - timeout: how long a call may take.
  init(command: String, timeout: Duration, interruption: Interruption) {
    self.command = command
    self.timeout = timeout
    self.interruption = interruption
  }

  /// What went wrong, if anything did.
  var failure: AdapterFailure? { state.withLock { $0.failure } }

  /// A name for a connection, which no other has.
  func nextConnection() -> String {
    state.withLock { state in
      state.connections += 1
      return "c\(state.connections)"
    }
  }

  /// Begins a run: nothing is asked for any more that belongs to one before.
  func beginRun() -> Int {
    state.withLock { state in
      state.run += 1
      return state.run
    }
  }

  /// Asks for something.
  ///
  /// - Parameters:
  ///   - call: what is asked for.
  ///   - run: the run that it belongs to; `nil` for none.
  ///   - read: reads the answer.
  /// - Returns: what was read from the answer.
  /// - Throws: ``AdapterFailure``; ``AdapterRefusal`` if the adapter answers with an error;
  ///   `CancellationError` after an interruption, and for a run that was given up.
  func ask<Value: Sendable>(
    _ call: AdapterCall, in run: Int? = nil,
    reading read: @escaping @Sendable (AdapterAnswer) throws(AdapterAnswer.Fault) -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try self.answer(to: call, run, read) }) }
    }
  }

  /// Asks for something that needs no answer but that it was done.
  func ask(_ call: AdapterCall, in run: Int) async throws {
    try await ask(call, in: run) { (_: AdapterAnswer) throws(AdapterAnswer.Fault) in }
  }

  private func answer<Value>(
    to call: AdapterCall, _ run: Int?, _ read: (AdapterAnswer) throws(AdapterAnswer.Fault) -> Value
  ) throws -> Value {
    if let failure { throw failure }
    if let run, run != state.withLock({ $0.run }) { throw CancellationError() }
    let id = state.withLock { state in
      state.calls += 1
      return state.calls
    }
    let name = "call \(id) (\(call.name))"
    do {
      let child = try child()
      let deadline = ContinuousClock.now + timeout
      try send(call.line(id: id), to: child, before: deadline, name)
      let line = try line(of: child, before: deadline, name)
      return try value(of: line, to: id, name, read)
    } catch let failure as AdapterFailure {
      state.withLock { $0.failure = $0.failure ?? failure }
      discard()
      throw failure
    }
  }

  private func value<Value>(
    of line: [UInt8], to id: Int, _ name: String,
    _ read: (AdapterAnswer) throws(AdapterAnswer.Fault) -> Value
  ) throws -> Value {
    let text = String(decoding: line, as: UTF8.self)
    do {
      let answer = try AdapterAnswer(parsing: line)
      if answer.id < id {
        throw AdapterAnswer.Fault.wrong("it answers call \(answer.id) once more, or late")
      }
      if answer.id > id { throw AdapterAnswer.Fault.wrong("there was no call \(answer.id)") }
      if let error = try answer.text("error") { throw AdapterRefusal(description: error) }
      return try read(answer)
    } catch let fault as AdapterAnswer.Fault {
      switch fault {
      case .notJSON(let reason):
        throw AdapterFailure(code: .notJSON(reason, line: text), call: name)
      case .wrong(let reason):
        throw AdapterFailure(code: .wrongAnswer(reason, line: text), call: name)
      }
    }
  }

  private func child() throws -> ChildProcess {
    if state.withLock({ $0.isClosed }) { throw CancellationError() }
    if let child = state.withLock({ $0.child }) { return child }
    do {
      let child = try ChildProcess(command: command.replacingItsShell)
      state.withLock { $0.child = child }
      return child
    } catch {
      throw AdapterFailure(code: .couldNotStart("\(error)"), call: nil)
    }
  }

  private func send(
    _ line: [UInt8], to child: ChildProcess, before deadline: ContinuousClock.Instant,
    _ name: String
  ) throws {
    var rest = line[...]
    while !rest.isEmpty {
      try check(deadline, name)
      do {
        rest = rest.dropFirst(try child.write(rest, milliseconds: 50))
      } catch {
        throw end(of: child, name, closing: "input")
      }
    }
  }

  /// The most bytes that an answer may have.
  private static let longestLine = 64 << 20

  private func line(
    of child: ChildProcess, before deadline: ContinuousClock.Instant, _ name: String
  ) throws -> [UInt8] {
    while true {
      if let line = state.withLock({ $0.takeLine() }) { return line }
      try check(deadline, name)
      guard let bytes = try? child.read(milliseconds: 50) else { continue }
      if bytes.isEmpty { throw end(of: child, name, closing: "output") }
      let size = state.withLock { state in
        state.input += bytes
        return state.input.count
      }
      if size > Self.longestLine {
        throw AdapterFailure(code: .notJSON("The line has no end.", line: ""), call: name)
      }
    }
  }

  private func check(_ deadline: ContinuousClock.Instant, _ name: String) throws {
    if interruption.isRaised { throw CancellationError() }
    if ContinuousClock.now >= deadline {
      let text = state.withLock { String(decoding: $0.input.prefix(200), as: UTF8.self) }
      throw AdapterFailure(code: .timedOut(timeout, written: text), call: name)
    }
  }

  /// What has become of a child whose pipes have ended.
  private func end(
    of child: ChildProcess, _ name: String, closing stream: String
  ) -> AdapterFailure {
    // It may have written something before.
    while let bytes = try? child.read(milliseconds: 0), !bytes.isEmpty {
      state.withLock { $0.input += bytes }
    }
    let rest = state.withLock { $0.input }
    guard let ending = child.awaitEnd(milliseconds: 300) else {
      return AdapterFailure(code: .closed(stream), call: name)
    }
    // What a shell says of a command that a signal has ended.
    if case .exited(let status) = ending, (129...192).contains(status) {
      return AdapterFailure(code: .died("\(ChildProcess.Ending.killed(status - 128))"), call: name)
    }
    // What a shell says of a command that it can't run.
    if case .exited(126...127) = ending, name.hasPrefix("call 1 ") {
      return AdapterFailure(code: .couldNotStart("its shell \(ending)"), call: nil)
    }
    let cut = rest.isEmpty || rest.contains(0x0A) ? "" : " within a line"
    return AdapterFailure(code: .died("\(ending)\(cut)"), call: name)
  }

  /// Ends the adapter at once, and all that it has started.
  func stop() async {
    await withCheckedContinuation { continuation in
      queue.async {
        self.state.withLock { $0.isClosed = true }
        self.discard()
        continuation.resume()
      }
    }
  }

  private func discard() {
    guard let child = takeChild() else { return }
    child.closeInput()
    child.kill()
    child.closeOutput()
  }

  private func takeChild() -> ChildProcess? {
    state.withLock { state in
      defer { state.child = nil }
      return state.child
    }
  }

  /// Ends the adapter, which may go by itself once its input is closed, and all that it has started.
  ///
  /// - Throws: ``AdapterFailure`` if it has written something that nobody had asked for, or if a call
  ///   that was still to be answered has failed.
  func finish() async throws {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try self.end() }) }
    }
  }

  private func end() throws {
    state.withLock { $0.isClosed = true }
    if let failure { throw failure }
    guard let child = takeChild() else { return }
    child.closeInput()
    defer { child.closeOutput() }
    let deadline = ContinuousClock.now + .seconds(2)
    while ContinuousClock.now < deadline {
      guard let bytes = try? child.read(milliseconds: 50) else { continue }
      if bytes.isEmpty { break }
      state.withLock { $0.input += bytes }
    }
    _ = child.awaitEnd(milliseconds: 500)
    child.kill()
    let (rest, calls) = state.withLock { ($0.input, $0.calls) }
    guard !rest.isEmpty else { return }
    let line = String(decoding: rest.prefix { $0 != 0x0A }.prefix(200), as: UTF8.self)
    let name = "call \(calls), the last one,"
    do {
      _ = try AdapterAnswer(parsing: Array(rest.prefix { $0 != 0x0A }))
    } catch AdapterAnswer.Fault.notJSON(let reason) {
      throw AdapterFailure(code: .notJSON(reason, line: line), call: name)
    } catch {}
    throw AdapterFailure(
      code: .wrongAnswer("there is more than one answer", line: line), call: name)
  }
}

/// A call that an adapter answers with an error.
struct AdapterRefusal: Error, CustomStringConvertible {
  /// What the adapter says.
  let description: String
}

/// An adapter that does not speak the protocol.
struct AdapterFailure: Error, CustomStringConvertible {
  enum Code: Hashable {
    case couldNotStart(String)
    case died(String)
    case closed(String)
    case notJSON(String, line: String)
    case wrongAnswer(String, line: String)
    /// What was written then is no whole line.
    case timedOut(Duration, written: String)
  }

  let code: Code
  /// The call that was to be answered, with its number; `nil` outside of any.
  let call: String?

  /// How the process ends because of it: 1 for an answer that is wrong or late, 74 for none.
  var status: ExitStatus {
    switch code {
    case .wrongAnswer, .timedOut: .failure
    case .couldNotStart, .died, .closed, .notJSON: .inputOutput
    }
  }

  /// Names the call and says what was expected.
  var description: String {
    let place = call.map { ", when \($0) was to be answered" } ?? ""
    return switch code {
    case .couldNotStart(let reason): "the adapter could not start: \(reason)\(place)"
    case .died(let ending): "the adapter \(ending)\(place)"
    case .closed(let stream): "the adapter closed its \(stream)\(place)"
    case .notJSON(let reason, let line):
      "the adapter wrote no JSON object in a line\(place): \(reason) It wrote \(line.quoted)"
    case .wrongAnswer(let reason, let line):
      "the adapter answered wrongly\(place): \(reason); it wrote \(line.quoted)"
    case .timedOut(let time, let text):
      "the adapter gave no answer within \(time)\(place)"
        + (text.isEmpty ? "" : "; it wrote \(text.quoted) and no line feed")
    }
  }
}
