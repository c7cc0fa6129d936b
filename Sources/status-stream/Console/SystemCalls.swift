#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The operating system's calls that the command needs.
enum SystemCalls {
  /// The most bytes for which a descriptor that has room has enough of it.
  static let atomicWriteSize = Int(PIPE_BUF)

  /// Waits until a descriptor takes bytes, or a write to it would fail.
  ///
  /// - Returns: whether that is so; `false` if the time is over.
  static func awaitRoom(in descriptor: Int32, milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&entry, 1, milliseconds) > 0
  }

  /// Writes the beginning of some bytes.
  ///
  /// - Returns: how many of them.
  static func write(
    _ bytes: ArraySlice<UInt8>, to descriptor: Int32
  ) throws(SystemError) -> Int {
    let count = unsafe bytes.withUnsafeBytes { buffer in
      #if canImport(Darwin)
        unsafe Darwin.write(descriptor, buffer.baseAddress, buffer.count)
      #elseif canImport(Glibc)
        unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        unsafe Musl.write(descriptor, buffer.baseAddress, buffer.count)
      #endif
    }
    guard count >= 0 else { throw SystemError(code: errno) }
    return count
  }

  /// Waits until a descriptor has bytes, or has come to its end.
  ///
  /// - Returns: whether that is so; `false` if the time is over.
  static func awaitBytes(in descriptor: Int32, milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, milliseconds) > 0
  }

  /// Reads what there is, and waits for it.
  ///
  /// - Returns: nothing at the end.
  static func read(from descriptor: Int32, upTo count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    #if canImport(Darwin)
      let size = unsafe Darwin.read(descriptor, &bytes, count)
    #elseif canImport(Glibc)
      let size = unsafe Glibc.read(descriptor, &bytes, count)
    #elseif canImport(Musl)
      let size = unsafe Musl.read(descriptor, &bytes, count)
    #endif
    guard size >= 0 else { throw SystemError(code: errno) }
    return Array(bytes.prefix(size))
  }

  /// Opens a file for reading.
  static func open(_ path: String) throws(SystemError) -> Int32 {
    try open(path, O_RDONLY)
  }

  private static func open(_ path: String, _ flags: Int32) throws(SystemError) -> Int32 {
    #if canImport(Darwin)
      let descriptor = unsafe Darwin.open(path, flags | O_CLOEXEC, 0o666)
    #elseif canImport(Glibc)
      let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o666)
    #elseif canImport(Musl)
      let descriptor = unsafe Musl.open(path, flags | O_CLOEXEC, 0o666)
    #endif
    guard descriptor >= 0 else { throw SystemError(code: errno) }
    return descriptor
  }

  /// Closes a descriptor.
  static func close(_ descriptor: Int32) {
    #if canImport(Darwin)
      _ = Darwin.close(descriptor)
    #elseif canImport(Glibc)
      _ = Glibc.close(descriptor)
    #elseif canImport(Musl)
      _ = Musl.close(descriptor)
    #endif
  }

  /// The signals with which a user ends a process, and the alarm that does so when that takes long.
  static let endingSignals = [SIGINT, SIGTERM, SIGALRM]

  /// Blocks signals in this thread and those that it starts, for ``awaitSignal(of:)``.
  static func block(_ signals: [Int32]) {
    // A process started in the background of a script has them ignored, which would lose them.
    for number in signals { _ = signal(number, SIG_DFL) }
    var set = Self.set(of: signals)
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Waits for one of the signals, which have to be blocked in every thread.
  static func awaitSignal(of signals: [Int32]) -> Int32 {
    var set = Self.set(of: signals)
    var number: Int32 = 0
    while unsafe sigwait(&set, &number) != 0 {}
    return number
  }

  /// Sends this process an alarm signal after a time.
  static func sendAlarm(afterSeconds seconds: UInt32) {
    alarm(seconds)
  }

  /// Lets the calling thread rest.
  static func pause(milliseconds: UInt32) {
    usleep(milliseconds * 1000)
  }

  /// The absolute path of the current folder, empty for the root of all; `nil` if it is deleted.
  static func currentFolder() -> String? {
    guard let path = unsafe getcwd(nil, 0) else { return nil }
    defer { unsafe free(path) }
    let folder = unsafe String(cString: path)
    return folder == "/" ? "" : folder
  }

  /// How many processors there are.
  static var processorCount: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }

  /// Whether a descriptor is a terminal.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// How many columns there are: as many as `COLUMNS` in the environment says, or a terminal, or 80
  /// if that does not say; `nil` for a file or a pipe.
  static func columns(of descriptor: Int32) -> Int? {
    if let text = unsafe getenv("COLUMNS"), let columns = unsafe Int(String(cString: text)),
      columns > 0
    {
      return columns
    }
    guard isTerminal(descriptor) else { return nil }
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Opens a file for adding to its end, with nobody else who does, and makes it if there is none.
  static func openToAppend(_ path: String) throws(SystemError) -> Int32 {
    let descriptor = try open(path, O_WRONLY | O_CREAT | O_APPEND)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      let error = SystemError(code: errno)
      close(descriptor)
      throw error
    }
    return descriptor
  }

  /// Cuts a file off.
  static func truncate(_ descriptor: Int32, to size: Int) throws(SystemError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw SystemError(code: errno) }
  }

  /// Whether there is a file of a path.
  static func exists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0
  }

  /// Whether two paths lead to one file.
  static func areSame(_ first: String, _ second: String) -> Bool {
    var entries = (stat(), stat())
    guard unsafe stat(first, &entries.0) == 0, unsafe stat(second, &entries.1) == 0 else {
      return false
    }
    return entries.0.st_dev == entries.1.st_dev && entries.0.st_ino == entries.1.st_ino
  }

  /// The path of the file that a link leads to; the path itself if it is none, or leads nowhere.
  static func target(of path: String) -> String {
    var entry = stat()
    guard unsafe lstat(path, &entry) == 0, entry.st_mode & S_IFMT == S_IFLNK,
      let target = unsafe realpath(path, nil)
    else { return path }
    defer { unsafe free(target) }
    return unsafe String(cString: target)
  }

  /// Whether there is a folder of a path.
  static func isFolder(_ path: String) -> Bool {
    var entry = stat()
    return unsafe stat(path, &entry) == 0 && entry.st_mode & S_IFMT == S_IFDIR
  }

  private static func set(of signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in signals { unsafe sigaddset(&set, number) }
    return set
  }

  /// Ends the process at once, whatever its threads are doing.
  static func end(_ status: ExitStatus) -> Never {
    _exit(status.code)
  }
}

/// What the operating system says of a failed call.
struct SystemError: Error, Hashable, CustomStringConvertible {
  /// The value of `errno`.
  let code: Int32

  /// Whether the call can simply be made again.
  var isTransient: Bool { code == EINTR || code == EAGAIN || code == EWOULDBLOCK }

  /// Whether the reader at the other end is gone.
  var isClosedPipe: Bool { code == EPIPE }

  /// The system's words for the error.
  var description: String { unsafe String(cString: strerror(code)) }
}
