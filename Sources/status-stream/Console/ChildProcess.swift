#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A shell command whose standard input and output are pipes of this process.
///
/// It is the leader of a process group of its own, so that what it starts ends with it.
struct ChildProcess: Sendable {
  private let identifier: pid_t
  /// Where its input is written to.
  private let input: Int32
  /// Where its output is read from.
  private let output: Int32

  /// How a process ended.
  enum Ending: Hashable, CustomStringConvertible {
    case exited(Int32)
    case killed(Int32)

    var description: String {
      switch self {
      case .exited(let status): "exited with status \(status)"
      case .killed(let signal): "was ended by signal \(signal)"
      }
    }
  }

  /// Starts `/bin/sh -c COMMAND`.
  init(command: String) throws(SystemError) {
    let (childInput, input) = try Self.pipe()
    defer { SystemCalls.close(childInput) }
    do throws(SystemError) {
      let (output, childOutput) = try Self.pipe()
      defer { SystemCalls.close(childOutput) }
      do throws(SystemError) {
        identifier = try Self.spawn(command, input: childInput, output: childOutput)
      } catch {
        SystemCalls.close(output)
        throw error
      }
      self.output = output
    } catch {
      SystemCalls.close(input)
      throw error
    }
    self.input = input
  }

  private static func pipe() throws(SystemError) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [0, 0]
    #if canImport(Darwin)
      let status = unsafe Darwin.pipe(&ends)
    #elseif canImport(Glibc)
      let status = unsafe Glibc.pipe(&ends)
    #elseif canImport(Musl)
      let status = unsafe Musl.pipe(&ends)
    #endif
    guard status == 0 else { throw SystemError(code: errno) }
    // The child has the ends that it is given alone: one that it kept open would never end.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(
    _ command: String, input: Int32, output: Int32
  ) throws(SystemError) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    // This process holds signals and ignores broken pipes, which a child would inherit.
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    var usual = sigset_t()
    unsafe sigemptyset(&usual)
    for number in [SIGPIPE, SIGINT, SIGTERM, SIGALRM] { unsafe sigaddset(&usual, number) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &usual)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    var identifier: pid_t = 0
    let words: [String] = ["sh", "-c", command]
    let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    let status = unsafe posix_spawn(
      &identifier, "/bin/sh", &actions, &attributes, arguments, environ)
    guard status == 0 else { throw SystemError(code: status) }
    return identifier
  }

  /// Writes the beginning of some bytes, as soon as there is room.
  ///
  /// - Returns: how many of them; none if there was no room in time.
  func write(_ bytes: ArraySlice<UInt8>, milliseconds: Int32) throws(SystemError) -> Int {
    guard SystemCalls.awaitRoom(in: input, milliseconds: milliseconds) else { return 0 }
    do {
      return try SystemCalls.write(bytes.prefix(SystemCalls.atomicWriteSize), to: input)
    } catch {
      guard error.isTransient else { throw error }
      return 0
    }
  }

  /// Reads some bytes, as soon as there are any.
  ///
  /// - Returns: none at the end of the output; `nil` if there were none in time.
  func read(milliseconds: Int32) throws(SystemError) -> [UInt8]? {
    guard SystemCalls.awaitBytes(in: output, milliseconds: milliseconds) else { return nil }
    do {
      return try SystemCalls.read(from: output, upTo: 1 << 16)
    } catch {
      guard error.isTransient else { throw error }
      return nil
    }
  }

  /// Tells the process that nothing more will be asked for.
  func closeInput() { SystemCalls.close(input) }

  /// Waits for the end of the process, but not for ever.
  ///
  /// - Returns: `nil` if it still runs, or if its end has been waited for before.
  func awaitEnd(milliseconds: Int) -> Ending? {
    for _ in 0...(milliseconds / 10) {
      var status: Int32 = 0
      let identifier = unsafe waitpid(identifier, &status, WNOHANG)
      if identifier == self.identifier {
        // What the macros WIFSIGNALED and WEXITSTATUS say.
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal)
      }
      if identifier < 0, errno == ECHILD { return nil }
      SystemCalls.pause(milliseconds: 10)
    }
    return nil
  }

  /// Ends the process and all that it has started, and waits until it is gone.
  func kill() {
    _ = signalGroup(SIGTERM)
    if awaitEnd(milliseconds: 500) == nil {
      _ = signalGroup(SIGKILL)
      _ = awaitEnd(milliseconds: 5_000)
    }
    _ = signalGroup(SIGKILL)
  }

  /// Lets go of the process's output.
  func closeOutput() { SystemCalls.close(output) }

  private func signalGroup(_ number: Int32) -> Int32 {
    #if canImport(Darwin)
      Darwin.kill(-identifier, number)
    #elseif canImport(Glibc)
      Glibc.kill(-identifier, number)
    #elseif canImport(Musl)
      Musl.kill(-identifier, number)
    #endif
  }
}
