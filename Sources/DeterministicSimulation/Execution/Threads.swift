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

/// Threads of their own for work that must not block the pool of the concurrency runtime.
enum Threads {
  private final class Work {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }
  }

  /// Does work on a thread of its own, or returns false if none can be had.
  static func detach(_ work: @escaping @Sendable () -> Void) -> Bool {
    guard let thread = start(work) else { return false }
    #if canImport(Darwin)
      if let thread = unsafe pthread_t(bitPattern: thread) { unsafe pthread_detach(thread) }
    #else
      pthread_detach(pthread_t(thread))
    #endif
    return true
  }

  /// Does the same work on the calling thread and some more, and returns when all have done it.
  ///
  /// A thread that can't be had is done without.
  static func run(_ count: Int, _ work: @escaping @Sendable () -> Void) {
    let threads = (1..<max(count, 1)).compactMap { _ in start(work) }
    work()
    for thread in threads { join(thread) }
  }

  private static func start(_ work: @escaping @Sendable () -> Void) -> UInt? {
    let context = unsafe Unmanaged.passRetained(Work(work))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        #if canImport(Darwin)
          unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        #else
          if let context = unsafe context {
            unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
          }
        #endif
        return nil
      }, unsafe context.toOpaque())
    guard status == 0 else {
      unsafe context.release()
      return nil
    }
    #if canImport(Darwin)
      return unsafe UInt(bitPattern: thread)
    #else
      return UInt(thread)
    #endif
  }

  private static func join(_ thread: UInt) {
    #if canImport(Darwin)
      guard let thread = unsafe pthread_t(bitPattern: thread) else { return }
      unsafe pthread_join(thread, nil)
    #else
      pthread_join(pthread_t(thread), nil)
    #endif
  }
}
