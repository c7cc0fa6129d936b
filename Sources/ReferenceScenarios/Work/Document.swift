/// A document of the repository that the agents look through.
public struct Document: Sendable, Hashable {
  /// The path within the repository.
  public let name: String

  /// Names a document.
  public init(name: String) {
    self.name = name
  }

  /// The documents that there are.
  public static let all = [
    Document(name: "README.md"), Document(name: "CHANGELOG.md"),
    Document(name: "docs/architecture.md"), Document(name: "docs/deployment.md"),
  ]
}
