/// A transcript that is not of the terminal format.
public struct TerminalTranscriptError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with a line.
  public enum Code: String, Error, Sendable, Hashable, CaseIterable {
    /// A header stands within the frame.
    case misplacedHeader = "a header within the frame"
    /// Something stands before the header or after the footer.
    case outsideOfFrame = "something outside of the frame"
    /// A line does not begin as lines in the frame do.
    case unknownLine = "not a line of the frame"
    /// A line has no time where it should have one, or one that is malformed.
    case malformedTime = "no time in seconds with three decimals"
    /// A line has no trace where it should have one.
    case missingTrace = "no trace in brackets"
    /// A line says nothing that the format knows.
    case unknownContent = "no status"
    /// A number is missing or is not one.
    case malformedNumber = "a malformed number"
    /// A backslash does not begin an escape that the format knows.
    case malformedEscape = "a malformed escape"
    /// A character acts on the terminal instead of standing on it.
    case activeCharacter = "a character that acts on the terminal"
    /// The bytes are not UTF-8.
    case invalidUTF8 = "bytes that are not UTF-8"
    /// A line is longer than allowed.
    case lineTooLong = "a line that is too long"
    /// The transcript ends within a line.
    case unterminatedLine = "a line without its end"
    /// The transcript ends within the frame.
    case unterminatedFrame = "a frame without its footer"
  }

  /// What is wrong.
  public let code: Code
  /// The line, counted from 1; the last one if the transcript ended too early.
  public let lineNumber: Int
  /// The line's bytes, as far as they were read.
  public let line: [UInt8]

  /// Names the line and what is wrong with it.
  public var description: String {
    let shown = String(repairing: line.span).prefix(60).debugDescription
    return "line \(lineNumber) has \(code.rawValue): \(shown)"
  }
}
