extension JSONValue {
  /// A name and its value within an object.
  public struct Member: Sendable, Hashable {
    /// The name, its escapes resolved.
    public let name: String
    /// The value.
    public let value: JSONValue

    /// Joins a name and a value.
    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }

    /// Whether both have the same bytes in their names and the same values.
    public static func == (left: Member, right: Member) -> Bool {
      left.name.utf8.elementsEqual(right.name.utf8) && left.value == right.value
    }
  }
}
