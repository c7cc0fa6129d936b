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
