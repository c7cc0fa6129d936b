import Foundation

/// What the figures were measured on.
struct Machine: Codable, Equatable {
  let processor: String
  let cores: Int
  let system: String
  let kernel: String

  /// The machine that this runs on.
  static func current() -> Machine {
    let process = ProcessInfo.processInfo
    return Machine(
      processor: processorName(), cores: process.activeProcessorCount,
      system: process.operatingSystemVersionString, kernel: kernelRelease())
  }

  private static func kernelRelease() -> String {
    var names = utsname()
    _ = unsafe uname(&names)
    let system = unsafe withUnsafeBytes(of: names.sysname) { unsafe text($0) }
    let release = unsafe withUnsafeBytes(of: names.release) { unsafe text($0) }
    let architecture = unsafe withUnsafeBytes(of: names.machine) { unsafe text($0) }
    return "\(system) \(release) \(architecture)"
  }

  private static func processorName() -> String {
    #if os(Linux)
      let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      let name = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
      let value = name?.split(separator: ":", maxSplits: 1).last
      return value.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    #else
      var name = [UInt8](repeating: 0, count: 256)
      var size = name.count
      let status = unsafe sysctlbyname("machdep.cpu.brand_string", &name, &size, nil, 0)
      return status == 0 ? unsafe name.withUnsafeBytes { unsafe text($0) } : "unknown"
    #endif
  }

  /// A name that ends at its first zero.
  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// How the benchmarks were built.
struct Build: Codable, Equatable {
  let isOptimised: Bool
  /// The compiler's version, as far as a program can tell.
  let swift: String

  static let current = Build(isOptimised: isBuildOptimised(), swift: compiler)

  private static func isBuildOptimised() -> Bool {
    var isOptimised = true
    // The optimiser leaves assertions out.
    assert(
      {
        isOptimised = false
        return true
      }())
    return isOptimised
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3.2)
      "6.3.2 or a later 6.3"
    #elseif compiler(>=6.3.1)
      "6.3.1"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}
