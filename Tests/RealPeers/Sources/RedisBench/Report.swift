import Foundation

/// Figures in the form of status-bench, which can compare them.
struct Report: Encodable {
  struct Machine: Encodable {
    let processor: String
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let system = ProcessInfo.processInfo.operatingSystemVersionString
    let kernel: String

    init() {
      let cpus = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      let line = cpus.split(separator: "\n").first { $0.hasPrefix("model name") }
      processor = line?.split(separator: ": ").last.map(String.init) ?? "unknown"
      let release = try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)
      kernel = release?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown"
    }
  }

  struct Build: Encodable {
    let isOptimised: Bool
    let swift = "6.3"

    init() {
      var isOptimised = true
      // The optimiser leaves assertions out.
      assert(
        {
          isOptimised = false
          return true
        }())
      self.isOptimised = isOptimised
    }
  }

  struct Figure: Encodable {
    let suite = "redis"
    let name: String
    let unit = "events/s"
    let better = "higher"
    let median: Double
    let minimum: Double
    let maximum: Double
    let references: [String] = []
    let goals: [String] = []
    let values: [Double]

    init(name: String, values: [Double]) {
      let sorted = values.sorted()
      self.name = name
      self.values = values
      median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
      minimum = sorted[0]
      maximum = sorted[sorted.count - 1]
    }
  }

  let version = 1
  let isQuick = false
  let machine = Machine()
  let build = Build()
  let figures: [Figure]
}
