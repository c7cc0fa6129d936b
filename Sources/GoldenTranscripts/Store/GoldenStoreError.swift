/// What keeps a store from comparing or recording.
///
/// A file that the store could not write is as it was before: old or new, never half of either.
public struct GoldenStoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong.
  public enum Code: Sendable, Hashable {
    /// A scenario or a file has a name that is not 1 to 100 ASCII letters, digits, `.`, `-` and `_`,
    /// begins with something else than a letter or a digit, or ends with a dot.
    case invalidName
    /// Two transcripts have a file of one path, or of two that some file systems take for one.
    case claimedTwice(otherPath: String)
    /// A folder stands where the file has to be.
    case isFolder
    /// A pipe, a socket or a device stands where the file has to be.
    case isSpecial
    /// The operating system refused.
    case system(Operation, number: Int32)
  }

  /// What the operating system was asked to do.
  public enum Operation: String, Sendable, Hashable {
    /// Read a file.
    case read
    /// List a folder.
    case list
    /// Create a folder.
    case create
    /// Write a file under its temporary name.
    case write
    /// Put a written file in its place.
    case replace
    /// Delete a file.
    case delete
  }

  /// What went wrong.
  public let code: Code
  /// The file or folder, from the store's root on where it is within it.
  public let path: String

  init(_ code: Code, _ path: String) {
    self.code = code
    self.path = path
  }

  /// Whether it is the fault of the file system rather than of the transcripts.
  public var isInputOutput: Bool {
    switch code {
    case .invalidName, .claimedTwice: false
    case .isFolder, .isSpecial, .system: true
    }
  }

  /// Names the file and says what went wrong, with the operating system's own words.
  public var description: String {
    switch code {
    case .invalidName: "'\(path)' is not a name for a golden file"
    case .claimedTwice(let other) where other == path: "two transcripts have a file '\(path)'"
    case .claimedTwice(let other):
      "'\(path)' and '\(other)' are one file where letter case does not count"
    case .isFolder: "can't use '\(path)': it is a folder"
    case .isSpecial: "can't replace '\(path)': it is not a regular file"
    case .system(let operation, let number):
      "can't \(operation.rawValue) '\(path)': \(FileSystem.message(of: number))"
    }
  }
}
