#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

#if os(Linux)
  /// The time that `ContinuousClock` shows on Linux, asked of the system without the runtime's
  /// detours, which cost two thirds as much again as the answer.
  enum SystemTime {
    /// The nanoseconds since the system was started, its sleep included.
    @inline(__always)
    static var nanoseconds: Int64 {
      var time = timespec()
      // It can't fail: the clock exists, and the address is good.
      _ = unsafe clock_gettime(CLOCK_BOOTTIME, &time)
      return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The time that has passed since an earlier one.
    @inline(__always)
    static func elapsed(since start: Int64) -> Duration {
      Duration(attoseconds: Int128(nanoseconds - start) * 1_000_000_000)
    }
  }
#endif
