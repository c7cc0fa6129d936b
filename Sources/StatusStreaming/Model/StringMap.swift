/// A map from strings to strings that keeps the order in which its keys were first set.
///
/// An answer's artifacts and metadata are written to the wire, where the order of a `Dictionary`
/// would change from one process to the next. Meant for tens of entries: a look-up is linear.
public struct StringMap: Sendable, Hashable, RandomAccessCollection {
  /// A key and its value.
  public struct Element: Sendable, Hashable {
    /// The key, compared by its bytes.
    public let key: String
    /// The value.
    public var value: String
  }

  private var entries: [Element] = []

  /// Makes an empty map.
  public init() {}

  /// The position of the first entry.
  public var startIndex: Int { entries.startIndex }
  /// The position after the last entry.
  public var endIndex: Int { entries.endIndex }
  /// The entry at a position.
  public subscript(position: Int) -> Element { entries[position] }

  /// The value of a key; setting `nil` takes the key out, setting a new key puts it last.
  public subscript(key: String) -> String? {
    get { position(of: key).map { entries[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): entries[position].value = value
      case (let position?, nil): entries.remove(at: position)
      case (nil, let value?): entries.append(Element(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  private func position(of key: String) -> Int? {
    entries.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
  }
}

extension StringMap: ExpressibleByDictionaryLiteral {
  /// Makes a map of the pairs in their order; of two with one key the last value stands.
  public init(dictionaryLiteral pairs: (String, String)...) {
    for (key, value) in pairs { self[key] = value }
  }
}
