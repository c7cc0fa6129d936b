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
