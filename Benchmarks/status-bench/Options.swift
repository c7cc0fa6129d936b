/// What the command line asks for.
struct Options {
  private(set) var suites = StatusBench.suites
  private(set) var isJSON = false
  private(set) var isQuick = false

  struct UsageError: Error {
    let message: String
  }

  init(_ arguments: some Sequence<String>) throws {
    var arguments = Array(arguments)[...]
    while let option = arguments.popFirst() {
      switch option {
      case "--quick": isQuick = true
      case "--suite": suites = try Self.suites(named: Self.value(of: option, &arguments))
      case "--format":
        let format = try Self.value(of: option, &arguments)
        guard ["table", "json"].contains(format) else {
          throw UsageError(message: "unknown format \(format); there are table and json")
        }
        isJSON = format == "json"
      default: throw UsageError(message: "unknown option \(option)")
      }
    }
  }

  private static func value(
    of option: String, _ arguments: inout ArraySlice<String>
  ) throws -> String {
    guard let value = arguments.popFirst() else {
      throw UsageError(message: "\(option) needs a value")
    }
    return value
  }

  private static func suites(named name: String) throws -> [any Suite.Type] {
    if name == "all" { return StatusBench.suites }
    guard let suite = StatusBench.suites.first(where: { $0.name == name }) else {
      let names = StatusBench.suites.map { $0.name }.joined(separator: ", ")
      throw UsageError(message: "unknown suite \(name); there are \(names) and all")
    }
    return [suite]
  }
}
