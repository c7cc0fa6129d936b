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

/// The most memory that the process has occupied at any moment since it was last asked to forget.
enum PeakMemory {
  /// What a piece of work adds to the memory in use while it runs, in bytes at its peak; `nil` where
  /// the system does not tell.
  static func growth(during work: () async throws -> Void) async rethrows -> Int? {
    guard let before = ResidentMemory.current(), forget() else { return nil }
    try await work()
    return current().map { $0 - before }
  }

  private static func forget() -> Bool {
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return false }
    return (try? file.write(contentsOf: Data("5".utf8))) != nil
  }

  private static func current() -> Int? {
    (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)).flatMap(peak)
  }

  /// Reads the peak from the text in which Linux describes a process, in bytes.
  static func peak(of status: String) -> Int? {
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }
      .map { $0 * 1_024 }
  }
}
