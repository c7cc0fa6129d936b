extension GoldenStore {
  /// Compares each file with its golden, in their order.
  func compare(
    _ claims: [ClaimedFile]
  ) throws(GoldenStoreError) -> [(claim: ClaimedFile, entry: GoldenReport.Entry)] {
    var results: [(claim: ClaimedFile, entry: GoldenReport.Entry)] = []
    for claim in claims { results.append((claim, try compare(claim))) }
    return results
  }

  private func compare(_ claim: ClaimedFile) throws(GoldenStoreError) -> GoldenReport.Entry {
    guard let golden = try golden(claim.path) else {
      return GoldenReport.Entry(path: claim.path, verdict: .missing)
    }
    guard let difference = claim.difference(from: golden) else {
      return GoldenReport.Entry(path: claim.path, verdict: .unchanged)
    }
    return GoldenReport.Entry(
      path: claim.path, verdict: .changed(difference), fault: claim.fault(in: golden))
  }

  /// The bytes of the golden at a path from the root on, `nil` if there is none.
  package func golden(_ path: String) throws(GoldenStoreError) -> [UInt8]? {
    do {
      return try FileSystem.read(absolute(path))
    } catch {
      if error.isNotFound { return nil }
      if error.isFolder { throw GoldenStoreError(.isFolder, path) }
      throw GoldenStoreError(.system(.read, number: error.number), path)
    }
  }
}
