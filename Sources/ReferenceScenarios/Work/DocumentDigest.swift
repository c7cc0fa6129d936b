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
