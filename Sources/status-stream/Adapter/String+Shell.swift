extension String {
  /// The command for a shell, so that its last part takes the place of the shell where that can be told:
  /// a shell that waits for it would keep the pipes open that it closes, and end otherwise.
  var replacingItsShell: String {
    guard let start = startOfLastCommand else { return self }
    let last = self[start...]
    let words = last.split(separator: " ")
    let first = words.first { !$0.isAssignment }
    // What is part of the shell can't take its place.
    guard let first, !Self.shellWords.contains(String(first)) else { return self }
    return self[..<start] + last[..<first.startIndex] + "exec " + last[first.startIndex...]
  }

  /// Where the last of the commands begins that are joined by `&&` and `;`; `nil` if anything else
  /// joins them, or groups them.
  private var startOfLastCommand: String.Index? {
    var start = startIndex
    var quote: Character?
    var place = startIndex
    while place < endIndex {
      let character = self[place]
      let next = index(after: place)
      if quote == nil, "|(){}`#<\n\r\r\n\\".contains(character) { return nil }
      if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
      } else if quote == "\"", character == "\\" || character == "`" {
        return nil
      } else if quote == nil, character == ";" {
        start = next
      } else if quote == nil, character == "&" {
        guard next < endIndex, self[next] == "&" else { return nil }
        place = next
        start = index(after: next)
      }
      place = index(after: place)
    }
    return quote == nil ? start : nil
  }

  /// What a shell does itself, or takes for the beginning of something larger.
  private static let shellWords: Set<String> = [
    "!", ".", ":", "[", "alias", "bg", "break", "builtin", "case", "cd", "command", "continue",
    "declare", "do", "done", "echo", "elif", "else", "esac", "eval", "exec", "exit", "export",
    "false", "fg", "fi", "for", "function", "getopts", "hash", "if", "in", "jobs", "kill", "local",
    "printf", "pwd", "read", "readonly", "return", "set", "shift", "source", "test", "then", "time",
    "times", "trap", "true", "type", "ulimit", "umask", "unalias", "unset", "until", "wait",
    "while",
  ]
}

extension Substring {
  /// Whether it gives a variable a value for the command that follows.
  fileprivate var isAssignment: Bool {
    guard let equals = firstIndex(of: "="), let first, !first.isNumber else { return false }
    let name = self[..<equals]
    return !name.isEmpty
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
