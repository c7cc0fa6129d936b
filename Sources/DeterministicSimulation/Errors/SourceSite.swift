internal import StateLocking

/// A place in the source, as it is shown in an error message.
@safe public struct SourceSite: Sendable {
  /// Half the size of a `StaticString`, because every parked task keeps a place.
  private let file: StaticText
  private let compactLine: UInt32

  /// The line, counted from one.
  public var line: UInt { UInt(compactLine) }

  /// The module and file, such as `AgentTests/MonitorTests.swift`.
  public var fileID: String { file.description }

  /// Names a place.
  public init(fileID: StaticString, line: UInt) {
    file = StaticText(fileID)
    compactLine = UInt32(clamping: line)
  }
}

extension SourceSite {
  /// Names a place that is known only at run time; its text is kept for as long as the process
  /// lives.
  package init(permanentFileID: String, line: Int) {
    file = StaticText(permanent: permanentFileID)
    compactLine = UInt32(clamping: line)
  }
}

extension SourceSite: Hashable {
  /// Compares file and line.
  public static func == (left: SourceSite, right: SourceSite) -> Bool {
    left.line == right.line && left.fileID == right.fileID
  }

  /// Hashes file and line.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(fileID)
    hasher.combine(line)
  }
}

extension SourceSite: CustomStringConvertible {
  /// The place as `Module/File.swift:12`.
  public var description: String { "\(fileID):\(line)" }
}

/// A text of the program's constant data, as one pointer.
@safe private struct StaticText: @unchecked Sendable, CustomStringConvertible {
  private let start: UnsafePointer<CChar>

  init(_ text: StaticString) {
    // Only a literal of a single character is held in another way, which `#fileID` never is.
    let text = text.hasPointerRepresentation ? text : "?"
    unsafe start = UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
  }

  /// Keeps a text, once for all its places, where a search for leaks finds it.
  init(permanent text: String) {
    self = Self.permanent.withLock { known in
      if let known = known[text] { return known }
      let made = StaticText(copying: text)
      known[text] = made
      return made
    }
  }

  private static let permanent = Lock<[String: StaticText]>([:])

  private init(copying text: String) {
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (offset, byte) in bytes.enumerated() { unsafe (copy + offset).initialize(to: byte) }
    unsafe start = UnsafePointer(copy)
  }

  var description: String { unsafe String(cString: start) }
}
