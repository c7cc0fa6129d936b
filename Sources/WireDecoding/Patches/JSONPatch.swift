/// A change of a JSON document as a list of operations (RFC 6902).
///
/// <!-- example, then
/// #expect(changed == after)
/// -->
/// ```swift
/// let before = try JSONValue(parsing: Array(#"{"steps":[{"status":"pending"}]}"#.utf8))
/// let after = try JSONValue(parsing: Array(#"{"steps":[{"status":"ok"}]}"#.utf8))
/// let text = #"[{"op":"replace","path":"/steps/0/status","value":"ok"}]"#
/// let changed = try JSONPatch(JSONValue(parsing: Array(text.utf8))).applied(to: before)
/// ```
public struct JSONPatch: Sendable, Hashable {
  /// One step of the change (4).
  public enum Operation: Sendable, Hashable {
    /// Inserts an element, or sets a member.
    case add(JSONPointer, JSONValue)
    /// Removes what is there.
    case remove(JSONPointer)
    /// Puts a value in the place of what is there.
    case replace(JSONPointer, JSONValue)
    /// Removes a value, and adds it elsewhere.
    case move(from: JSONPointer, JSONPointer)
    /// Adds a value that is elsewhere.
    case copy(from: JSONPointer, JSONPointer)
    /// Goes on only if the value there is this one.
    case test(JSONPointer, JSONValue)
  }

  /// The operations that RFC 6902 defines, in order.
  public let operations: [Operation]
  /// The names of other operations, which are left out.
  public let unknownOperations: [String]

  /// Reads a patch; members that an operation does not define are ignored (4).
  ///
  /// - Throws: ``JSONPatchError`` at what is not of the form of a patch.
  public init(_ value: JSONValue) throws(JSONPatchError) {
    guard case .array(let elements) = value else { throw JSONPatchError(.notAnArray) }
    var operations: [Operation] = []
    var unknown: [String] = []
    for (index, element) in elements.enumerated() {
      let form = OperationForm(element, index)
      switch try form.text("op") {
      case "add": operations.append(.add(try form.pointer("path"), try form.value()))
      case "remove": operations.append(.remove(try form.pointer("path")))
      case "replace": operations.append(.replace(try form.pointer("path"), try form.value()))
      case "move":
        operations.append(.move(from: try form.pointer("from"), try form.pointer("path")))
      case "copy":
        operations.append(.copy(from: try form.pointer("from"), try form.pointer("path")))
      case "test": operations.append(.test(try form.pointer("path"), try form.value()))
      case let other: unknown.append(other)
      }
    }
    self.operations = operations
    unknownOperations = unknown
  }
}

/// An operation as it is written.
private struct OperationForm {
  private let element: JSONValue
  private let index: Int

  init(_ element: JSONValue, _ index: Int) {
    self.element = element
    self.index = index
  }

  func text(_ name: String) throws(JSONPatchError) -> String {
    guard case .object = element else { throw JSONPatchError(.notAnObject, at: index) }
    guard case .string(let text)? = element[name] else {
      throw JSONPatchError(.member(name, expected: "a string"), at: index)
    }
    return text
  }

  func pointer(_ name: String) throws(JSONPatchError) -> JSONPointer {
    guard let pointer = JSONPointer(try text(name)) else {
      throw JSONPatchError(.member(name, expected: "a JSON Pointer"), at: index)
    }
    return pointer
  }

  func value() throws(JSONPatchError) -> JSONValue {
    guard let value = element["value"] else {
      throw JSONPatchError(.member("value", expected: "a value"), at: index)
    }
    return value
  }
}

extension JSONValue {
  /// The value of a member, `nil` if there is none of that name or this is no object.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }
}

/// A patch that is none, or that does not apply.
public struct JSONPatchError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong, with the section of RFC 6902 where there is one.
  public enum Code: Sendable, Hashable {
    /// The patch is not an array of objects (3).
    case notAnArray
    /// An operation is not an object (4).
    case notAnObject
    /// A member that the operation needs is missing, or not of its type (4).
    case member(String, expected: String)
    /// Nothing is at the place (4.2 to 4.6).
    case notFound(JSONPointer)
    /// What is at a place on the way has no members and no elements, or lacks what comes next (4.1).
    case noContainer(JSONPointer)
    /// An array has no such index (4.1; RFC 6901, 4).
    case invalidIndex(JSONPointer)
    /// The document itself can't be removed or moved.
    case wholeDocument
    /// A value can't be moved into itself (4.4).
    case intoItself(JSONPointer)
    /// A value is another one than the operation says (4.6).
    case different(JSONPointer)
    /// The document would become larger than the limit, in values, or deeper.
    case tooLarge(limit: Int)
  }

  /// What is wrong.
  public let code: Code
  /// Which of the operations it is, from 0 on; `nil` for the patch as a whole.
  public let operation: Int?

  init(_ code: Code, at operation: Int? = nil) {
    self.code = code
    self.operation = operation
  }

  /// Whether the patch is malformed, and does not just fail to apply.
  public var isMalformed: Bool {
    switch code {
    case .notAnArray, .notAnObject, .member: true
    default: false
    }
  }

  /// What is wrong, in one sentence.
  public var description: String {
    let place = operation.map { "Operation \($0 + 1)" } ?? "The patch"
    return switch code {
    case .notAnArray: "The patch is not an array of operations."
    case .notAnObject: "\(place) is not an object."
    case .member(let name, let expected): "\(place) lacks \(expected) as its '\(name)'."
    case .notFound(let pointer): "\(place) finds nothing at '\(pointer)'."
    case .noContainer(let pointer): "\(place) finds nothing that could hold '\(pointer)'."
    case .invalidIndex(let pointer): "\(place) finds no such index in the array of '\(pointer)'."
    case .wholeDocument: "\(place) would leave no document."
    case .intoItself(let pointer): "\(place) moves a value into itself, to '\(pointer)'."
    case .different(let pointer): "\(place) finds another value at '\(pointer)'."
    case .tooLarge(let limit):
      "\(place) makes the document larger than \(limit) values, or too deep."
    }
  }
}
