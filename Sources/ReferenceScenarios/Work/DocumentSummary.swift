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
