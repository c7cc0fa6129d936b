public import StatusStreaming

/// A summary with the table that it rests on.
public struct DocumentReport: Sendable, Hashable {
  /// What the report says in words.
  public let summary: DocumentSummary
  /// The report as an HTML document.
  public let html: String

  /// Lays out a report.
  public init(_ summary: DocumentSummary) {
    self.summary = summary
    let rows = summary.digests.map { digest in
      "<tr><td>\(Self.escaped(digest.document.name))</td>"
        + "<td>\(digest.sizeInKilobytes)KB</td><td>\(digest.checksum)</td></tr>"
    }
    self.html =
      "<!DOCTYPE html><title>Document analysis</title><p>\(Self.escaped(summary.text))</p>"
      + "<table><tr><th>Document</th><th>Size</th><th>Checksum</th></tr>"
      + "\(rows.joined())</table>"
  }

  /// The answer to whoever asked for the report.
  public var answer: FinalAnswer {
    var metadata: JSONObject = [
      "document_count": JSON(String(summary.digests.count)),
      "total_size_kb": JSON(String(summary.totalKilobytes)),
    ]
    for digest in summary.digests {
      metadata["size_kb:\(digest.document.name)"] = JSON(String(digest.sizeInKilobytes))
    }
    return FinalAnswer(
      text: summary.text, route: Route.documents.rawValue, artifacts: ["report.html": JSON(html)],
      metadata: metadata)
  }

  /// Text in which nothing is taken for markup.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.append(character)
      }
    }
  }
}
