#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

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
