internal import GoldenTranscripts
internal import StateLocking
internal import StatusStreaming

/// What a subcommand has of the outside world.
package struct Console: Sendable {
  /// Standard output.
  let output: DescriptorWriter
  /// Standard error, which only accompanies the output: that it can't be written to is no error.
  let errors: DescriptorWriter
  /// The user's wish to end it.
  let interruption: Interruption

  /// The console of this process.
  init(interruption: Interruption) {
    self.interruption = interruption
    output = DescriptorWriter(
      descriptor: 1, name: "standard output", interruption: interruption)
    errors = DescriptorWriter(
      descriptor: 2, name: "standard error", interruption: interruption, isBestEffort: true)
  }
}

/// Writes bytes to a file descriptor at once and in full, in the order of the calls.
///
/// It blocks its thread while the other end has no room, which is the back-pressure that a sink
/// wants, but never so that an interruption could not end the wait.
struct DescriptorWriter: ByteWriter {
  let descriptor: Int32
  /// What messages call it.
  let name: String
  let interruption: Interruption
  /// Whether a failed write is no error: standard error need not be read.
  var isBestEffort = false

  /// Writes all of the bytes, or gives up on a stream that is best effort.
  ///
  /// - Throws: ``OutputError``, if best effort only if nobody reads the output either, as where both
  ///   are one pipe; `CancellationError` if the command is interrupted and there is no
  ///   room. Bytes for which there is room are written all the same: what closes a frame has to
  ///   get out after an interruption.
  func write(_ bytes: [UInt8]) throws {
    do {
      try writeAll(bytes)
    } catch let error as OutputError where isBestEffort {
      let isUnread = StandardStreams.loseErrors()
      if isUnread && error.reason.isClosedPipe { throw error }
    }
  }

  private func writeAll(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      while !SystemCalls.awaitRoom(in: descriptor, milliseconds: 50) {
        if interruption.isRaised { throw CancellationError() }
      }
      // The descriptor has room for this much, so a blocking one does not block here, where an
      // interruption would go unseen.
      let chunk = rest.prefix(SystemCalls.atomicWriteSize)
      rest = rest.dropFirst(try accepted(of: chunk))
    }
  }

  /// Writes the beginning of a chunk.
  ///
  /// - Returns: how many bytes were written.
  private func accepted(of chunk: ArraySlice<UInt8>) throws(OutputError) -> Int {
    do {
      return try SystemCalls.write(chunk, to: descriptor)
    } catch {
      guard error.isTransient else { throw OutputError(stream: name, reason: error) }
      return 0
    }
  }

  /// How many columns a table may have; `nil` for any number.
  var columns: Int? { SystemCalls.columns(of: descriptor) }

  /// Writes a text.
  func write(_ text: String) throws {
    try write(Array(text.utf8))
  }
}

/// Output that could not be written.
struct OutputError: Error, Hashable, CustomStringConvertible {
  /// Where to.
  let stream: String
  /// Why not.
  let reason: SystemError

  /// Says where to and why not.
  var description: String { "can't write to \(stream): \(reason)" }
}

/// How the process ends, as shells and scripts see it (statuses from 64 on as in `sysexits.h`).
package struct ExitStatus: Sendable, Hashable {
  /// The number given to the parent process.
  package let code: Int32

  /// Everything went well, or nobody reads the output any more.
  package static let success = ExitStatus(code: 0)
  /// A check failed, or the trace of a run did.
  package static let failure = ExitStatus(code: 1)
  /// The command line was wrong.
  package static let usage = ExitStatus(code: 64)
  /// Input is not what it has to be, or does not fit together.
  package static let data = ExitStatus(code: 65)
  /// Input or output failed.
  package static let inputOutput = ExitStatus(code: 74)

  /// The process ended because of a signal: 130 for an interrupt, 143 for a termination.
  package static func signal(_ number: Int32) -> ExitStatus {
    ExitStatus(code: 128 + number)
  }
}

/// The user's wish to end the command, by a signal.
///
/// The first signal asks for an orderly end, which whoever works has to look for. A second one, or two
/// seconds that are not enough, end the process wherever it stands.
final class Interruption: Sendable {
  private let raised = Lock<Int32?>(nil)

  /// Blocks the signals for ``watch()``, before the process has other threads.
  init() {
    SystemCalls.block(SystemCalls.endingSignals)
  }

  /// Whether a signal has come.
  var isRaised: Bool { signal != nil }

  /// The first signal that has come.
  var signal: Int32? { raised.withLock { $0 } }

  /// Spends the calling thread on waiting for signals.
  ///
  /// That has to be the main thread: an asynchronous `main` leaves it to a run loop that lets
  /// signals through.
  func watch() -> Never {
    let first = SystemCalls.awaitSignal(of: SystemCalls.endingSignals)
    raised.withLock { $0 = first }
    SystemCalls.sendAlarm(afterSeconds: 2)
    _ = SystemCalls.awaitSignal(of: SystemCalls.endingSignals)
    // A wrapper such as `timeout` forwards what the terminal has sent already, so the second signal
    // often comes with the first.
    SystemCalls.pause(milliseconds: 200)
    SystemCalls.end(.signal(first))
  }
}

/// Why a command can't do what it was asked for, and how the process ends because of it.
struct CommandFailure: Error, CustomStringConvertible {
  /// What is in the way.
  let description: String
  /// How the process ends.
  let status: ExitStatus

  init(_ description: String, _ status: ExitStatus) {
    self.description = description
    self.status = status
  }
}

/// The version of the program.
enum ProgramVersion {
  /// That which `--version` prints.
  static let current = "0.1.0"
}
