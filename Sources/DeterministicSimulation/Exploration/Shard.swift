#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A share of the runs of something, by their numbers.
///
/// Run *i* belongs to share *i* modulo the number of shares. So the shares together are all runs,
/// each once, and more runs later leave each of the earlier ones where it was.
public struct Shard: Sendable, Hashable {
  /// Which share it is, from 0 on.
  public let index: Int
  /// How many shares there are.
  public let count: Int

  /// All runs.
  public static let whole = Shard(index: 0, of: 1)

  /// The most shares that can be asked for in words.
  static let most = 1_000_000

  /// One of some shares.
  ///
  /// - Precondition: `index` is one of `count` shares.
  public init(index: Int, of count: Int) {
    precondition((0..<count).contains(index), "there is no share \(index) of \(count)")
    self.index = index
    self.count = count
  }

  /// Reads what ``description`` writes.
  ///
  /// - Throws: ``InvalidShard``.
  public init(parsing text: String) throws(InvalidShard) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false)
      .map { Int(digits: $0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1], count > 0 else {
      throw InvalidShard("'\(text)': expected I/N, such as 1/4 for the first of four")
    }
    guard count <= Self.most else {
      throw InvalidShard("'\(text)': expected at most \(Self.most) shares")
    }
    guard (1...count).contains(number) else {
      throw InvalidShard("'\(text)': expected a share from 1/\(count) to \(count)/\(count)")
    }
    self.init(index: number - 1, of: count)
  }

  /// Whether a run, counted from 0, belongs to the share.
  public func contains(_ run: Int) -> Bool { run % count == index }
}

extension Shard: CustomStringConvertible {
  /// Which of how many, counted from one as people do: `1/4` to `4/4`.
  public var description: String { "\(index + 1)/\(count)" }
}

/// A text that names no share, or variables of the environment that name none together.
public struct InvalidShard: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was given, by its name, and what was expected.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

extension Int {
  /// Reads a number of digits alone.
  init?(digits text: some StringProtocol) {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    self.init(text)
  }
}

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
