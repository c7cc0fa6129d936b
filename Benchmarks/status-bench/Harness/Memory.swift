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

/// How much memory the process has asked its allocator for, and not given back.
///
/// Unlike what is resident it is the same in each run: what the allocator keeps for later, and pages of which
/// a part is in use, don't count.
enum AllocatedMemory {
  /// In bytes; `nil` where the allocator does not tell.
  static func current() -> Int? {
    #if os(Linux)
      guard let symbol = unsafe dlsym(nil, "malloc_info") else { return nil }
      typealias Info = @convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32
      var text: UnsafeMutablePointer<CChar>?
      var size = 0
      guard let stream = unsafe open_memstream(&text, &size) else { return nil }
      _ = unsafe unsafeBitCast(symbol, to: Info.self)(0, stream)
      unsafe fclose(stream)
      defer { unsafe free(text) }
      return unsafe text.flatMap { unsafe allocated(of: String(cString: $0)) }
    #else
      return nil
    #endif
  }

  /// Reads what is in use from the text in which glibc's `malloc_info` describes all of its heaps.
  static func allocated(of text: String) -> Int? {
    guard let sums = text.components(separatedBy: "</heap>").last else { return nil }
    func size(_ element: String) -> Int? {
      guard let start = sums.range(of: "<\(element)")?.upperBound,
        let size = sums[start...].firstRange(of: "size=\"")?.upperBound
      else { return nil }
      return Int(sums[size...].prefix { $0 != "\"" })
    }
    guard let heaps = size("system type=\"current\""), let mapped = size("total type=\"mmap\""),
      let fast = size("total type=\"fast\""), let rest = size("total type=\"rest\"")
    else { return nil }
    return heaps + mapped - fast - rest
  }
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
