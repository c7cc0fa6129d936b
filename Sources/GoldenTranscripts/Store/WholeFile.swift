#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that is written as a whole or not at all.
package enum WholeFile {
  /// Puts bytes in the place of a file, if there is one, under a temporary name beside it first.
  ///
  /// - Throws: ``GoldenStoreError``, for a folder, a pipe or a device too; what was there before is
  ///   then as it was.
  package static func write(_ bytes: [UInt8], to path: String) throws(GoldenStoreError) {
    try checkReplaceable(path)
    let temporary = "\(path).\(getpid()).new"
    do {
      try FileSystem.write(bytes, to: temporary, permissionsOf: path)
    } catch {
      try? FileSystem.delete(temporary)
      throw GoldenStoreError(.system(.write, number: error.number), path)
    }
    do {
      try FileSystem.replace(path, by: temporary)
    } catch {
      try? FileSystem.delete(temporary)
      throw GoldenStoreError(.system(.replace, number: error.number), path)
    }
    FileSystem.flushFolder(folder(of: path))
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
  }

  /// Checks that a file can be written as far as that can be known before, for who has long to do
  /// until then.
  package static func checkReplaceable(_ path: String) throws(GoldenStoreError) {
    guard unsafe access(folder(of: path), W_OK) == 0 else {
      throw GoldenStoreError(.system(.write, number: errno), path)
    }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw GoldenStoreError(.isFolder, path)
    default: throw GoldenStoreError(.isSpecial, path)
    }
  }
}

/// A transcript's file and the path that it claims in a store.
struct ClaimedFile {
  let file: TranscriptFile
  /// The transcript, whose events tell when a connection's file parts from its golden.
  let transcript: Transcript

  var scenario: String { transcript.scenario }
  var path: String { "\(scenario)/\(file.name)" }

  /// The files of transcripts in their order.
  ///
  /// - Throws: ``GoldenStoreError`` at a name that a file system could take for something else, and
  ///   at a path that two files claim.
  static func all(of transcripts: [Transcript]) throws(GoldenStoreError) -> [ClaimedFile] {
    var claims: [ClaimedFile] = []
    var pathsByKey: [String: String] = [:]
    for transcript in transcripts {
      guard isName(transcript.scenario) else {
        throw GoldenStoreError(.invalidName, transcript.scenario)
      }
      for file in transcript.files {
        let claim = ClaimedFile(file: file, transcript: transcript)
        guard isName(file.name) else { throw GoldenStoreError(.invalidName, claim.path) }
        if let other = pathsByKey.updateValue(claim.path, forKey: claim.path.lowercased()) {
          throw GoldenStoreError(.claimedTwice(otherPath: other), claim.path)
        }
        claims.append(claim)
      }
    }
    return claims
  }

  private static func isName(_ name: String) -> Bool {
    let bytes = name.utf8
    guard (1...100).contains(bytes.count), let first = bytes.first, let last = bytes.last else {
      return false
    }
    return isLetterOrDigit(first) && last != UInt8(ascii: ".")
      && bytes.allSatisfy { isLetterOrDigit($0) || ".-_".utf8.contains($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  func difference(from golden: [UInt8]) -> ByteDifference? {
    ByteDifference(from: golden, to: file.bytes) { offset in
      transcript.instant(in: file, whereGolden: golden, partsAt: offset)
    }
  }

  /// What is wrong with a golden in a format that has a grammar.
  func fault(in golden: [UInt8]) -> ListingError? {
    do throws(ListingError) {
      switch file.kind {
      case .events: _ = try EventListing(parsing: golden, path: path)
      case .webSocket, .resumableWebSocket, .agUIWebSocket:
        _ = try FrameListing(parsing: golden, path: path)
      default: break
      }
      return nil
    } catch {
      return error
    }
  }
}
