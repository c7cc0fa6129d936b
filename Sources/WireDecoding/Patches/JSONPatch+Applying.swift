extension JSONPatch {
  /// The most values that a document may be made of, and that may be copied by one patch: a few copies
  /// of a document into itself would fill any memory.
  public static let maximumSize = 1 << 20
  /// The most arrays and objects that may contain each other in what a patch makes.
  public static let maximumDepth = 256

  /// The document after all operations.
  ///
  /// Members keep their places; one that is added comes last.
  ///
  /// - Throws: ``JSONPatchError`` at the first operation that does not apply: the patch as a whole
  ///   then changes nothing (5).
  public func applied(to document: JSONValue) throws(JSONPatchError) -> JSONValue {
    var application = Application(document: document)
    for (index, operation) in operations.enumerated() {
      do throws(Refusal) {
        try application.apply(operation)
      } catch {
        throw JSONPatchError(error.code, at: index)
      }
    }
    return application.document
  }

  /// Why an operation does not apply.
  fileprivate struct Refusal: Error {
    let code: JSONPatchError.Code
  }
}

/// A document on its way through a patch.
private struct Application {
  var document: JSONValue
  /// How many values may still be looked at to be put elsewhere.
  private var budget = JSONPatch.maximumSize

  init(document: JSONValue) {
    self.document = document
  }

  mutating func apply(_ operation: JSONPatch.Operation) throws(JSONPatch.Refusal) {
    switch operation {
    case .add(let path, let value): try add(value, at: path)
    case .remove(let path): _ = try remove(path)
    case .replace(let path, let value):
      try measure(value, at: path)
      try document.change(path, of: path.tokens[...]) { $0 = value }
    case .move(let from, let path):
      if from.leads(to: path) { throw JSONPatch.Refusal(code: .intoItself(path)) }
      if from == path { return _ = try value(at: from) }
      try add(try remove(from), at: path)
    case .copy(let from, let path): try add(try value(at: from), at: path)
    case .test(let path, let value):
      guard try self.value(at: path).isEqual(to: value) else {
        throw JSONPatch.Refusal(code: .different(path))
      }
    }
  }

  private func value(at path: JSONPointer) throws(JSONPatch.Refusal) -> JSONValue {
    var value = document
    for token in path.tokens {
      let next: JSONValue?
      switch value {
      case .object: next = value[token]
      case .array(let elements): next = elements.index(token).map { elements[$0] }
      default: next = nil
      }
      guard let next else { throw JSONPatch.Refusal(code: .notFound(path)) }
      value = next
    }
    return value
  }

  private mutating func add(
    _ value: JSONValue, at path: JSONPointer
  ) throws(JSONPatch.Refusal) {
    try measure(value, at: path)
    guard let last = path.tokens.last else { return document = value }
    try document.change(path, of: path.tokens.dropLast()) { (parent) throws(JSONPatch.Refusal) in
      switch parent {
      case .object(var members):
        parent = .null
        if let place = members.index(last) {
          members[place] = .init(name: last, value: value)
        } else {
          members.append(.init(name: last, value: value))
        }
        parent = .object(members)
      case .array(var elements):
        guard let place = last == "-" ? elements.count : Int(index: last), place <= elements.count
        else { throw JSONPatch.Refusal(code: .invalidIndex(path)) }
        parent = .null
        elements.insert(value, at: place)
        parent = .array(elements)
      default: throw JSONPatch.Refusal(code: .noContainer(path))
      }
    }
  }

  private mutating func remove(_ path: JSONPointer) throws(JSONPatch.Refusal) -> JSONValue {
    guard let last = path.tokens.last else { throw JSONPatch.Refusal(code: .wholeDocument) }
    var removed = JSONValue.null
    try document.change(path, of: path.tokens.dropLast()) { (parent) throws(JSONPatch.Refusal) in
      switch parent {
      case .object(var members):
        guard let place = members.index(last) else { break }
        parent = .null
        removed = members.remove(at: place).value
        return parent = .object(members)
      case .array(var elements):
        guard let place = elements.index(last) else { break }
        parent = .null
        removed = elements.remove(at: place)
        return parent = .array(elements)
      default: break
      }
      throw JSONPatch.Refusal(code: .notFound(path))
    }
    return removed
  }

  /// Checks that a value is not too large to be put at a place, nor too deep there.
  private mutating func measure(
    _ value: JSONValue, at path: JSONPointer
  ) throws(JSONPatch.Refusal) {
    let room = JSONPatch.maximumDepth - path.tokens.count
    guard room > 0, value.spend(&budget, depth: room) else {
      throw JSONPatch.Refusal(code: .tooLarge(limit: JSONPatch.maximumSize))
    }
  }
}

extension JSONValue {
  /// Changes what is at the end of a way.
  ///
  /// - Parameters:
  ///   - path: the whole of it, for errors.
  ///   - tokens: what is left of it.
  fileprivate mutating func change(
    _ path: JSONPointer, of tokens: ArraySlice<String>,
    by change: (inout JSONValue) throws(JSONPatch.Refusal) -> Void
  ) throws(JSONPatch.Refusal) {
    guard let token = tokens.first else { return try change(&self) }
    switch self {
    case .object(var members):
      guard let place = members.index(token) else { break }
      self = .null
      var value = members[place].value
      members[place] = .init(name: "", value: .null)
      try value.change(path, of: tokens.dropFirst(), by: change)
      members[place] = .init(name: token, value: value)
      return self = .object(members)
    case .array(var elements):
      guard let place = elements.index(token) else { break }
      self = .null
      try elements[place].change(path, of: tokens.dropFirst(), by: change)
      return self = .array(elements)
    default: break
    }
    throw JSONPatch.Refusal(code: .notFound(path))
  }

  /// Takes one from a budget for each value within this one.
  ///
  /// - Returns: Whether it was enough, and nothing lies deeper than it may.
  fileprivate func spend(_ budget: inout Int, depth: Int) -> Bool {
    budget -= 1
    guard budget >= 0 else { return false }
    switch self {
    case .array(let elements):
      return depth > 0 && elements.allSatisfy { $0.spend(&budget, depth: depth - 1) }
    case .object(let members):
      return depth > 0 && members.allSatisfy { $0.value.spend(&budget, depth: depth - 1) }
    default: return true
    }
  }
}

extension [JSONValue.Member] {
  fileprivate func index(_ name: String) -> Int? {
    firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
  }
}

extension [JSONValue] {
  /// The place that a token names, if there is an element.
  fileprivate func index(_ token: String) -> Int? {
    Int(index: token).flatMap { indices.contains($0) ? $0 : nil }
  }
}

extension Int {
  /// An index into an array, without zeros before it (RFC 6901, section 4).
  fileprivate init?(index token: String) {
    guard token.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let index = Int(token),
      token.utf8.count == 1 || token.utf8.first != 0x30
    else { return nil }
    self = index
  }
}
