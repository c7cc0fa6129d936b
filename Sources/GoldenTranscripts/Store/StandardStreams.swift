#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The standard streams of a program whose result goes to standard output.
///
/// What goes to standard error only accompanies the result: nobody need read it, and losing it is no
/// error. None of the three may ever be a number that the program's next file gets, which would then
/// hold what was meant for the stream.
package enum StandardStreams {
  /// Prepares for streams that nobody reads or that the parent process has closed; has to come before
  /// the program opens anything.
  ///
  /// Reading a closed standard input and writing to a closed standard output become errors, what is
  /// written to a closed standard error vanishes, and writing to a pipe without a reader becomes an
  /// error instead of the end of the process.
  package static func prepare() {
    _ = signal(SIGPIPE, SIG_IGN)
    let modes = [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
    for (descriptor, mode) in modes where fcntl(descriptor, F_GETFD) < 0 {
      // A new file gets the lowest number that is free, which is this one.
      _ = unsafe open("/dev/null", mode)
    }
  }

  /// Writes all of a text to a stream.
  ///
  /// - Returns: 0, or the number of the system's error.
  package static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe systemWrite(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&entry, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  /// Lets what is written to standard error vanish from now on, since a write to it has failed.
  ///
  /// - Returns: whether standard output is a pipe without a reader too, so that nobody is there to
  ///   work for.
  package static func loseErrors() -> Bool {
    let nowhere = unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
    if nowhere >= 0 {
      dup2(nowhere, STDERR_FILENO)
      close(nowhere)
    }
    var entry = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLERR) != 0
  }
}
