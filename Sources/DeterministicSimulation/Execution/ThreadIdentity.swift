#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Which thread a piece of code runs on, so that a call from another one can be told.
struct ThreadIdentity {
  private let thread = Self.current

  /// Whether the caller runs on this thread.
  var isCurrent: Bool { thread == Self.current }

  private static var current: UInt {
    #if canImport(Darwin)
      unsafe UInt(bitPattern: pthread_self())
    #else
      UInt(pthread_self())
    #endif
  }

  /// Lets the calling thread rest for some real time.
  static func pause(milliseconds: UInt32) {
    usleep(milliseconds * 1000)
  }
}
