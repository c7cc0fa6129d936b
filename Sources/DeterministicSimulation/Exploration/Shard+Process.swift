#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Shard {
  private static let current = Result { () throws(InvalidShard) in try forProcess(option: nil) }

  /// The share of the runs that the environment of this process asks for, which is all of them where
  /// it asks for nothing; see the article on sweeps.
  ///
  /// - Throws: ``InvalidShard``, which names the variable.
  public static func inEnvironment() throws(InvalidShard) -> Shard { try current.get() }

  /// The share that the command line and the environment of this process ask for.
  ///
  /// Bazel learns from its status file that it is made.
  ///
  /// - Parameter option: what the command line says, `I/N` or `auto`; `nil` if it says nothing.
  package static func forProcess(option: String?) throws(InvalidShard) -> Shard {
    let shard = try ShardEnvironment(variable).shard(option: option)
    let name = "TEST_SHARD_STATUS_FILE"
    guard let path = variable(name), !path.isEmpty else { return shard }
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      throw InvalidShard("\(name) is '\(path)': it can't be touched")
    }
    close(file)
    return shard
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
