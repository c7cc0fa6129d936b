/// The place of a value that is being encoded: what was encoded there so far.
final class EncodedSlot {
  private enum Content {
    case nothing
    case value(JSON)
    case elements([EncodedSlot])
    case members([(key: String, slot: EncodedSlot)])
  }

  /// What all places of one value share.
  private final class Whole {
    /// How many values are being encoded within each other, whatever becomes of them.
    var recursion = 0
    /// Whether a part was too deep to be kept, which a container can't say when it is made.
    var isTooDeep = false
  }

  private var content = Content.nothing
  private let whole: Whole
  /// How many arrays and objects the place is in.
  private let depth: Int

  /// The place of a whole value.
  convenience init() {
    self.init(in: Whole(), depth: 0)
  }

  private init(in whole: Whole, depth: Int) {
    self.whole = whole
    self.depth = depth
  }

  /// What was encoded; `nil` if nothing was.
  var json: JSON? {
    switch content {
    case .nothing: nil
    case .value(let value): value
    case .elements(let slots): JSON(slots.map { $0.json ?? [:] })
    case .members(let members): JSON(JSONObject(members.map { ($0.key, $0.slot.json ?? [:]) }))
    }
  }

  /// The number of elements so far.
  var count: Int {
    if case .elements(let slots) = content { slots.count } else { 0 }
  }

  /// Whether something was left out because it was too deep.
  var isTooDeep: Bool { whole.isTooDeep }

  func encode(_ value: some Encodable, at path: [any CodingKey]) throws {
    switch value {
    case let value as JSON: try set(value, at: path)
    case let value as JSONObject: try set(JSON(value), at: path)
    case let value as Bool: content = .value(JSON(value))
    case let value as String: content = .value(JSON(value))
    case let value as Double: content = .value(JSON(value))
    case let value as Float: content = .value(JSON(value))
    case let value as any BinaryInteger: content = .value(JSON(value))
    default: try encodeParts(of: value, at: path)
    }
  }

  func encodeNil() {
    content = .value(.null)
  }

  private func set(_ value: JSON, at path: [any CodingKey]) throws {
    if depth + value.depth > JSON.maximumDepth { throw EncodingError.tooDeep(value, at: path) }
    content = .value(value)
  }

  private func encodeParts(of value: some Encodable, at path: [any CodingKey]) throws {
    // A value may wrap another without an array or an object of its own, for ever in a circle.
    guard !whole.isTooDeep, whole.recursion < 4 * JSON.maximumDepth else {
      throw EncodingError.tooDeep(value, at: path)
    }
    whole.recursion += 1
    defer { whole.recursion -= 1 }
    try value.encode(to: SlotEncoder(slot: self, codingPath: path))
    if let collection = value as? any UnorderedCollection { sort(collection) }
  }

  // MARK: Parts

  /// Begins an array or goes on with it.
  func beginElements() {
    if case .elements = content { return }
    begin(.elements([]))
  }

  /// Begins an object or goes on with it.
  func beginMembers() {
    if case .members = content { return }
    begin(.members([]))
  }

  /// What is too deep is not kept, since it could be too deep to be let go of.
  private func begin(_ parts: Content) {
    if depth < JSON.maximumDepth { content = parts } else { whole.isTooDeep = true }
  }

  func appendElement() -> EncodedSlot {
    let slot = EncodedSlot(in: whole, depth: depth + 1)
    guard case .elements(var slots) = content else { return slot }
    content = .nothing
    slots.append(slot)
    content = .elements(slots)
    return slot
  }

  /// The place of a member; a second value for one key replaces the first.
  func member(_ key: String) -> EncodedSlot {
    let slot = EncodedSlot(in: whole, depth: depth + 1)
    guard case .members(var members) = content else { return slot }
    content = .nothing
    let index = members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
    if let index { members[index].slot = slot } else { members.append((key, slot)) }
    content = .members(members)
    return slot
  }

  /// Orders the parts of a collection whose own order is another one in each process.
  private func sort(_ collection: any UnorderedCollection) {
    switch content {
    case .members(let members):
      content = .members(
        members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    case .elements(let slots):
      let size = type(of: collection).partsPerElement
      let elements = stride(from: 0, to: slots.count, by: size).map { index in
        let parts = slots[index..<min(index + size, slots.count)]
        return (text: parts.flatMap { $0.json?.text ?? [] }, parts: parts)
      }
      let sorted = elements.sorted { $0.text.lexicographicallyPrecedes($1.text) }
      content = .elements(sorted.flatMap(\.parts))
    case .nothing, .value: break
    }
  }
}

/// A collection whose order has no meaning and is another one in each process.
private protocol UnorderedCollection {
  /// How many values an element is encoded as, where it has no key of its own.
  static var partsPerElement: Int { get }
}

extension Dictionary: UnorderedCollection {
  fileprivate static var partsPerElement: Int { 2 }
}

extension Set: UnorderedCollection {
  fileprivate static var partsPerElement: Int { 1 }
}
