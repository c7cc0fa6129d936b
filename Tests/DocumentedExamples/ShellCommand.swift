/// A command of a shell block, as words.
///
/// Enough of the shell's grammar is understood for documents: comments, quotes, continued lines,
/// assignments before a command, pipes and lists, and redirections.
package struct ShellCommand: Sendable, Hashable {
  /// The program and its arguments.
  package let words: [String]
  /// The number of the line on which it begins, counted from the block's first as 0.
  package let line: Int

  /// The commands of a block's lines.
  package static func all(in lines: [String]) -> [ShellCommand] {
    var parser = Parser()
    for (number, line) in lines.enumerated() { parser.read(line, number) }
    parser.endCommand()
    return parser.commands
  }
}

private struct Parser {
  private(set) var commands: [ShellCommand] = []
  private var words: [String] = []
  private var word: String?
  private var quote: Character?
  private var isRedirection = false
  private var start = 0

  /// Takes a line, which ends the command unless it is continued.
  mutating func read(_ line: String, _ number: Int) {
    if words.isEmpty, word == nil { start = number }
    var rest = line[...]
    while let character = rest.popFirst() {
      if let quote {
        if character == quote {
          self.quote = nil
        } else if character == "\\", quote == "\"", let next = rest.popFirst() {
          append(next)
        } else {
          append(character)
        }
        continue
      }
      switch character {
      case "\\":
        guard let next = rest.popFirst() else { return endWord() }
        append(next)
      case "'", "\"":
        quote = character
        word = word ?? ""
      case "#" where word == nil: rest = ""
      case " ", "\t": endWord()
      case "|", "&", ";": endCommand(at: number)
      case ">", "<":
        // A number in front names the descriptor.
        if word.flatMap(Int.init) != nil { word = nil }
        endWord()
        isRedirection = true
      default: append(character)
      }
    }
    if quote == nil { endCommand(at: number + 1) } else { append("\n") }
  }

  mutating func endCommand(at next: Int = 0) {
    endWord()
    let command = words.drop { $0.contains(/^\w+=/) }
    if !command.isEmpty { commands.append(ShellCommand(words: Array(command), line: start)) }
    words = []
    start = next
  }

  private mutating func append(_ character: Character) {
    word = (word ?? "") + String(character)
  }

  private mutating func endWord() {
    guard let word else { return }
    if !isRedirection { words.append(word) }
    isRedirection = false
    self.word = nil
  }
}
