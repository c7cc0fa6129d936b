/// One run of ``GoldenStore/record(_:isComplete:)``.
struct Recording {
  let store: GoldenStore
  private var createdFolders: [String] = []
  private var written: [ClaimedFile] = []

  init(store: GoldenStore) {
    self.store = store
  }

  mutating func record(
    _ claims: [ClaimedFile]
  ) throws(GoldenStoreError) -> [GoldenReport.Entry] {
    if claims.isEmpty { return [] }
    // While the lock is held every temporary file is a leftover, whoever made it.
    let folder = try openRoot()
    folder.lock()
    defer { folder.unlock() }
    do throws(GoldenStoreError) {
      try deleteLeftovers(beside: claims)
      let results = try store.compare(claims)
      for (claim, entry) in results where entry.verdict != .unchanged { try write(claim) }
      try replaceGoldens()
      return results.map { _, entry in
        guard entry.verdict == .missing else { return entry }
        return GoldenReport.Entry(path: entry.path, verdict: .new)
      }
    } catch {
      undo()
      throw error
    }
  }

  private mutating func openRoot() throws(GoldenStoreError) -> OpenFile {
    do {
      return try OpenFile(reading: store.root)
    } catch {
      if !error.isNotFound {
        throw GoldenStoreError(.system(.list, number: error.number), store.root)
      }
    }
    do throws(GoldenStoreError) {
      try createFolder(store.root, named: store.root)
      do {
        return try OpenFile(reading: store.root)
      } catch {
        throw GoldenStoreError(.system(.create, number: error.number), store.root)
      }
    } catch {
      undo()
      throw error
    }
  }

  /// Deletes what a recording that was killed has left beside the files.
  private func deleteLeftovers(beside claims: [ClaimedFile]) throws(GoldenStoreError) {
    var contents = GoldenStore.Contents()
    var previous: String?
    for claim in claims where claim.scenario != previous {
      try store.walk(claim.scenario, into: &contents)
      previous = claim.scenario
    }
    // What can't be deleted is in nobody's way, unless it is where something has to be written.
    for path in contents.leftovers { try? FileSystem.delete(store.absolute(path)) }
  }

  private mutating func write(_ claim: ClaimedFile) throws(GoldenStoreError) {
    try createFolder(store.absolute(claim.scenario), named: claim.scenario)
    written.append(claim)
    do {
      try FileSystem.write(
        claim.file.bytes, to: temporary(claim), permissionsOf: store.absolute(claim.path))
    } catch {
      throw GoldenStoreError(.system(.write, number: error.number), claim.path)
    }
  }

  /// Creates a folder and those around it, as far as they are missing.
  private mutating func createFolder(
    _ folder: String, named name: String
  ) throws(GoldenStoreError) {
    var failure = create(folder)
    let parent = folder.lastIndex(of: "/").map { folder[..<$0] } ?? ""
    if failure?.isNotFound == true, !parent.isEmpty {
      try createFolder(String(parent), named: name)
      failure = create(folder)
    }
    if let failure { throw GoldenStoreError(.system(.create, number: failure.number), name) }
  }

  /// Creates a folder unless there is one, or says why that can't be.
  private mutating func create(_ folder: String) -> FileSystem.Failure? {
    do {
      try FileSystem.createFolder(folder)
      createdFolders.append(folder)
      return nil
    } catch {
      return error.isFound ? nil : error
    }
  }

  private mutating func replaceGoldens() throws(GoldenStoreError) {
    var folders: [String] = []
    while let claim = written.first {
      do {
        try FileSystem.replace(store.absolute(claim.path), by: temporary(claim))
      } catch {
        throw GoldenStoreError(.system(.replace, number: error.number), claim.path)
      }
      written.removeFirst()
      if folders.last != claim.scenario { folders.append(claim.scenario) }
    }
    for folder in folders { FileSystem.flushFolder(store.absolute(folder)) }
  }

  /// Deletes what was written and not put in place, and the folders made for it.
  private func undo() {
    for claim in written { try? FileSystem.delete(temporary(claim)) }
    for folder in createdFolders.reversed() { try? FileSystem.deleteEmptyFolder(folder) }
  }

  private func temporary(_ claim: ClaimedFile) -> String {
    store.absolute(GoldenStore.temporaryPath(of: claim.path))
  }
}
