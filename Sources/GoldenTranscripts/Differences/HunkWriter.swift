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
