public import StatusStreaming

/// A document of the repository that the agents look through.
public struct Document: Sendable, Hashable {
  /// The path within the repository.
  public let name: String

  /// Names a document.
  public init(name: String) {
    self.name = name
  }

  /// The documents that there are.
  public static let all = [
    Document(name: "README.md"), Document(name: "CHANGELOG.md"),
    Document(name: "docs/architecture.md"), Document(name: "docs/deployment.md"),
  ]
}

/// What the metadata of a document come to.
public struct DocumentDigest: Sendable, Hashable {
  /// The document that was measured.
  public let document: Document
  /// Its size in kilobytes: a hundred for each character of its name.
  public let sizeInKilobytes: Int
  /// A check number from 0 to 96, made from its name.
  public let checksum: Int

  /// Measures a document.
  public init(of document: Document) {
    self.document = document
    self.sizeInKilobytes = document.name.count * 100
    self.checksum = document.name.unicodeScalars.reduce(0) { ($0 + Int($1.value)) % 97 }
  }
}

/// What was found in the documents, in a sentence or three.
public struct DocumentSummary: Sendable, Hashable {
  /// What the summary is made of.
  public let digests: [DocumentDigest]

  /// Summarizes digests.
  public init(of digests: [DocumentDigest]) {
    self.digests = digests
  }

  /// The size of all documents together, in kilobytes.
  public var totalKilobytes: Int { digests.reduce(0) { $0 + $1.sizeInKilobytes } }

  /// The summary as a person reads it.
  public var text: String {
    let keyFiles = digests.prefix(3).map(\.document.name).joined(separator: ", ")
    return "Analyzed \(digests.count) documents. Total size: \(totalKilobytes)KB. "
      + "Key files: \(keyFiles)."
  }
}

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
