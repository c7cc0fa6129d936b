/// A place in the source, as it is shown in an error message.
public struct SourceSite: Sendable, Hashable, CustomStringConvertible {
  private let file: StaticString

  /// The line, counted from one.
  public let line: UInt

  /// The module and file, such as `AgentTests/MonitorTests.swift`.
  public var fileID: String { file.description }

  /// Names a place.
  public init(fileID: StaticString, line: UInt) {
    file = fileID
    self.line = line
  }

  /// The place as `Module/File.swift:12`.
  public var description: String { "\(fileID):\(line)" }

  /// Compares file and line.
  public static func == (left: SourceSite, right: SourceSite) -> Bool {
    left.line == right.line && left.fileID == right.fileID
  }

  /// Hashes file and line.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(fileID)
    hasher.combine(line)
  }
}
