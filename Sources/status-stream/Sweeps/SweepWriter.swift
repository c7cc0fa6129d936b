internal import StateLocking
internal import StatusConformance

/// Adds runs to a file, each line whole or not at all.
///
/// Each line is one call of the system, in whose midst a process can't be ended by a signal but at the
/// end of a device; what is cut off there is cut off before the file is gone on with.
final class SweepWriter: Sendable {
  private let path: String
  private let descriptor: Int32
  /// Whether lines are still taken.
  private let isOpen = Lock(true)

  /// Opens a file.
  ///
  /// - Parameter size: the bytes of what is kept of it.
  init(_ path: String, keeping size: Int) throws(InputFailure) {
    self.path = path
    do {
      descriptor = try SystemCalls.openToAppend(path)
      try SystemCalls.truncate(descriptor, to: size)
    } catch {
      let reason = error.isTransient ? "another process writes to it" : "\(error)"
      throw InputFailure("can't write to \(path.quoted): \(reason)", .inputOutput)
    }
  }

  deinit {
    SystemCalls.close(descriptor)
  }

  /// Adds a header or a run.
  func write(_ value: some Encodable) throws {
    let bytes = try SweepFile.line(value)
    let error = isOpen.withLock { isOpen -> SystemError? in
      guard isOpen else { return nil }
      do throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty { rest = rest.dropFirst(try SystemCalls.write(rest, to: descriptor)) }
        return nil
      } catch {
        isOpen = false
        return error
      }
    }
    guard let error else { return }
    throw InputFailure("can't write to \(path.quoted): \(error)", .inputOutput)
  }

  /// Takes nothing more, so that the process may end.
  func close() {
    isOpen.withLock { $0 = false }
  }
}
