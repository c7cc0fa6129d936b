public import StatusStreaming
import DeterministicSimulation

/// Verifies a buffer: that it keeps each trace as it was written, for every viewer.
///
/// <!-- example in ThirdPartyExample -->
/// ```swift
/// @Test(arguments: ConformanceRule.buffer)
/// func buffer(rule: ConformanceRule) async throws {
///   try await BufferVerification { MyBuffer() }.expect(rule)
/// }
/// ```
///
/// What the contract has a buffer refuse may be refused with an error of any type; a `BufferError`
/// for want of room has to have the code that says of which.
///
/// A buffer of a type that is `StatusWaking` as well is judged by rule 110: viewers wait, several at one place,
/// for updates, ends, openings, removals and what expires in silence, are cancelled, and come with
/// cursors that are refused. A wait that had to end is late after ten seconds of virtual time, in
/// real time after half of the run's time-out. One that ends early, or for everybody, is right.
///
/// Two may open one id at once: one of them has it, and the other is refused.
///
/// Some ends are written by a task that is cancelled, where they have to be accepted as anywhere; an
/// append, an opening or a read may throw there, and has changed nothing then.
///
/// Where the buffer is made with the clock of the run, `StreamEvent.time` is judged by rule 111: it
/// has to lie, to a millisecond, between what is possible by when the calls that opened the trace and
/// appended the event began and returned, or be zero in all events of a run. A clock that the buffer
/// has of its own says nothing of the run's, so nothing is judged where the closure takes none.
public struct BufferVerification<Buffer: StatusBuffering>: Verification {
  /// The runs.
  public let verifier: Verifier

  /// Verifies the buffers that a closure makes, one for each run.
  ///
  /// - Parameters:
  ///   - name: what the buffer is called in reports.
  ///   - capabilities: what it says that it can do.
  ///   - execution: how it is run.
  ///   - capacity: the most updates that it keeps for a trace, which declares
  ///     ``ConformanceCapability/bounded``; best a small number, such as 8, since runs go beyond it
  ///     and the others stay below. One that overflows keeps at least half as many. `nil` if there is
  ///     no bound. A number below 1 counts as 1; beyond 100,000, nothing is judged of what overflows.
  ///   - limits: the caps on traces, best a few, and bytes, best 16,384 or some more, of which an
  ///     update takes at least what its message has, at most twice its texts and 256 bytes, and its end
  ///     any number. Of a trace with a capacity, the updates count that it still keeps. Where bytes are
  ///     limited, a trace that has ended may be let go of. Traces that have ended count as well: where one
  ///     more is opened, one of them goes, or the opening is refused. Runs go beyond the caps if they are
  ///     from 1 to 100 traces, or from 2,048 to 1,000,000 bytes; below 16,384 bytes there is no room for what
  ///     plain runs write, so all but those about caps are worlds. Viewers are not judged.
  ///   - counters: gives what the buffer counts, if it does.
  ///   - retention: how long it keeps a trace at least after the last event, whether that has ended or
  ///     is just silent. By what it is let go of then, a timer or the next call of any trace, does not
  ///     matter. Silences, waits and times are tried up to it, and up to a day at most. What becomes of a
  ///     trace that is left alone for longer is not judged.
  ///   - makeBuffer: makes an empty buffer.
  ///   - fileID: the file of the call, for reports.
  ///   - line: the line of the call.
  ///   - column: the column of the call, which tells apart what stands on one line.
  public init(
    name: String = "\(Buffer.self)", capabilities: Set<ConformanceCapability> = [.resumable],
    execution: Execution = .simulated, capacity: Int? = nil,
    limits: StatusBuffer.Limits = .none,
    counters: (@Sendable (Buffer) async -> StatusBuffer.Counters)? = nil,
    retention: Duration = .seconds(300), fileID: StaticString = #fileID, line: UInt = #line,
    column: UInt = #column,
    _ makeBuffer: @escaping @Sendable () -> Buffer
  ) {
    let trial = BufferTrial(
      capabilities: capabilities, capacity: capacity, limits: limits, counters: counters,
      retention: retention, isExplored: execution.isExplored
    ) { _ in makeBuffer() }
    self.init(trial, name, execution, fileID, line, column)
  }

  /// Verifies buffers that wait or stamp by a clock, which is that of the run.
  ///
  /// - Parameters:
  ///   - name: what the buffer is called in reports.
  ///   - capabilities: what it says that it can do.
  ///   - execution: how it is run.
  ///   - capacity: the most updates that it keeps for a trace.
  ///   - limits: the caps on traces and bytes.
  ///   - counters: gives what the buffer counts, if it does.
  ///   - retention: how long it keeps a trace at least after the last event.
  ///   - makeBuffer: makes an empty buffer that uses a clock.
  ///   - fileID: the file of the call, for reports.
  ///   - line: the line of the call.
  ///   - column: the column of the call, which tells apart what stands on one line.
  public init(
    name: String = "\(Buffer.self)", capabilities: Set<ConformanceCapability> = [.resumable],
    execution: Execution = .simulated, capacity: Int? = nil,
    limits: StatusBuffer.Limits = .none,
    counters: (@Sendable (Buffer) async -> StatusBuffer.Counters)? = nil,
    retention: Duration = .seconds(300), fileID: StaticString = #fileID, line: UInt = #line,
    column: UInt = #column,
    _ makeBuffer: @escaping @Sendable (RunClock) -> Buffer
  ) {
    let trial = BufferTrial(
      capabilities: capabilities, capacity: capacity, limits: limits, counters: counters,
      retention: retention, isExplored: execution.isExplored, isTimed: true, makeBuffer: makeBuffer)
    self.init(trial, name, execution, fileID, line, column)
  }

  private init(
    _ trial: BufferTrial<Buffer>, _ name: String, _ execution: Execution, _ fileID: StaticString,
    _ line: UInt, _ column: UInt
  ) {
    verifier = Verifier(
      trial, name: name, execution: execution, types: [ObjectIdentifier(Buffer.self)],
      site: SourceSite(fileID: fileID, line: line), column: column)
  }
}
