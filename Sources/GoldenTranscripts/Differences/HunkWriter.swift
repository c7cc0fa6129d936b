/// Writes changes as hunks of a unified diff, within limits.
struct HunkWriter {
  private let old: LineTable
  private let new: LineTable
  private let limits: ByteDifference.Limits
  private var lines: [String] = []
  private var omittedCount = 0

  static func hunks(
    from old: LineTable, to new: LineTable, limits: ByteDifference.Limits
  ) -> String {
    var writer = HunkWriter(old: old, new: new, limits: limits)
    let changes = LineChange.all(from: old, to: new)
    var start = changes.startIndex
    while start < changes.endIndex {
      var end = start + 1
      while end < changes.endIndex,
        changes[end].old.lowerBound - changes[end - 1].old.upperBound <= 2 * limits.context
      {
        end += 1
      }
      writer.writeHunk(changes[start..<end])
      start = end
    }
    if writer.omittedCount > 0 {
      writer.lines.append("… and \(writer.omittedCount) more changed lines")
    }
    return writer.lines.map { $0 + "\n" }.joined()
  }

  private init(old: LineTable, new: LineTable, limits: ByteDifference.Limits) {
    self.old = old
    self.new = new
    self.limits = limits
  }

  private mutating func writeHunk(_ changes: ArraySlice<LineChange>) {
    guard let first = changes.first, let last = changes.last else { return }
    let before = min(limits.context, first.old.lowerBound)
    let after = min(limits.context, old.count - last.old.upperBound)
    let oldLines = first.old.lowerBound - before..<last.old.upperBound + after
    let newLines = first.new.lowerBound - before..<last.new.upperBound + after
    if lines.count < limits.lines {
      lines.append("@@ -\(Self.place(oldLines)) +\(Self.place(newLines)) @@")
    }
    var context = oldLines.lowerBound
    for change in changes {
      writeContext(context..<change.old.lowerBound)
      write(change)
      context = change.old.upperBound
    }
    writeContext(context..<oldLines.upperBound)
  }

  /// A range as unified diffs give it: the first line from 1 on and the count, or the line before
  /// and 0.
  private static func place(_ range: Range<Int>) -> String {
    "\(range.isEmpty ? range.lowerBound : range.lowerBound + 1),\(range.count)"
  }

  private mutating func writeContext(_ range: Range<Int>) {
    for index in range where lines.count < limits.lines { write(" ", old, index, from: 0) }
  }

  /// Writes a change with the lines of both versions cut around where each pair differs.
  private mutating func write(_ change: LineChange) {
    let differences = zip(change.old, change.new).prefix(limits.lines).map {
      old[$0].commonPrefixCount(with: new[$1])
    }
    // One version must not use up the room in which the other has to be seen.
    let room = max(0, limits.lines - lines.count)
    let oldCount = min(change.old.count, room - min(change.new.count, room / 2))
    let newCount = min(change.new.count, room - oldCount)
    for (mark, table, range) in [
      ("-", old, change.old.prefix(oldCount)), ("+", new, change.new.prefix(newCount)),
    ] {
      for (number, index) in range.enumerated() {
        write(mark, table, index, from: number < differences.count ? differences[number] : 0)
      }
    }
    omittedCount += change.old.count - oldCount + change.new.count - newCount
  }

  private mutating func write(
    _ mark: String, _ table: LineTable, _ index: Int, from difference: Int
  ) {
    let line = VisibleLine(
      table.contents(index), around: difference, columns: limits.columns)
    lines.append(mark + line.text)
    if table[index].last != 0x0A { lines.append("\\ no line feed at the end") }
  }
}

/// A line as a diff shows it: a part of it if it is long, with everything in it visible.
struct VisibleLine {
  let text: String

  /// Renders a line without its line feed.
  ///
  /// - Parameters:
  ///   - line: the line's bytes.
  ///   - difference: the byte that has to be within the part.
  ///   - columns: how many bytes the part has.
  init(_ line: ArraySlice<UInt8>, around difference: Int, columns: Int) {
    var part = line
    if line.count > columns {
      let latest = line.count - columns
      let start = max(0, min(difference - columns / 4, latest))
      part = Self.whole(line, from: start, count: columns)
    }
    var text = part.startIndex > line.startIndex ? "…" : ""
    for piece in TextPieces(part) {
      switch piece {
      case .scalar(let scalar) where scalar.isVisible: text.unicodeScalars.append(scalar)
      case .scalar(let scalar): text += Self.picture(of: scalar)
      case .byte(let byte): text += "⟨x\(Self.hexadecimal(UInt32(byte), digits: 2))⟩"
      }
    }
    self.text = part.endIndex < line.endIndex ? text + "…" : text
  }

  /// A part that begins and ends between characters where the bytes are UTF-8.
  private static func whole(
    _ line: ArraySlice<UInt8>, from start: Int, count: Int
  ) -> ArraySlice<UInt8> {
    let boundary: (Int) -> Int = { index in
      let candidates = (max(line.startIndex, index - 3)...index).reversed()
      return candidates.first { $0 == line.endIndex || line[$0] & 0xC0 != 0x80 } ?? index
    }
    let lower = line.startIndex + start
    return line[boundary(lower)..<boundary(min(line.endIndex, lower + count))]
  }

  private static func picture(of scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x00...0x1F: return Unicode.Scalar(0x2400 + scalar.value).map(String.init) ?? ""
    case 0x7F: return "␡"
    default: return "⟨U+\(hexadecimal(scalar.value, digits: 4).uppercased())⟩"
    }
  }

  private static func hexadecimal(_ number: UInt32, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
