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
