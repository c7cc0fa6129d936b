import Foundation

/// How much memory the process occupies.
enum ResidentMemory {
  /// In bytes, after what is free has been given back; `nil` where the system does not tell.
  static func current() -> Int? {
    #if os(Linux)
      returnFreeMemory()
      let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      let pages = text?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
      return pages.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    #else
      return nil
    #endif
  }

  #if os(Linux)
    /// Only what is in use may count, and the allocator keeps what was freed earlier.
    private static func returnFreeMemory() {
      guard let symbol = unsafe dlsym(nil, "malloc_trim") else { return }
      typealias Trim = @convention(c) (Int) -> Int32
      _ = unsafe unsafeBitCast(symbol, to: Trim.self)(0)
    }
  #endif
}
