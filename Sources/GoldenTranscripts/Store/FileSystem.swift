#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The few calls to the operating system that a store needs, with `errno` as their error.
enum FileSystem {
  /// What the operating system answered.
  struct Failure: Error {
    let number: Int32
    var isNotFound: Bool { number == ENOENT }
    var isFound: Bool { number == EEXIST }
    var isFolder: Bool { number == EISDIR }

    init(number: Int32 = errno) {
      self.number = number
    }
  }

  static func message(of number: Int32) -> String {
    unsafe String(cString: strerror(number))
  }

  /// Reads a whole file.
  static func read(_ path: String) throws(Failure) -> [UInt8] {
    try OpenFile(reading: path).readAll()
  }

  /// Writes a whole file, with the permissions of another if there is one, and waits until the
  /// device has it.
  static func write(
    _ bytes: [UInt8], to path: String, permissionsOf model: String
  ) throws(Failure) {
    let permissions = try? OpenFile(reading: model).permissions
    let file = try OpenFile(writing: path)
    try file.write(bytes)
    if let permissions = permissions ?? nil { try file.set(permissions) }
    try file.flush()
  }

  /// Puts a file in the place of another, which is there until then.
  static func replace(_ path: String, by newPath: String) throws(Failure) {
    if unsafe rename(newPath, path) != 0 { throw Failure() }
  }

  static func delete(_ path: String) throws(Failure) {
    if unsafe unlink(path) != 0 { throw Failure() }
  }

  static func deleteEmptyFolder(_ path: String) throws(Failure) {
    if unsafe rmdir(path) != 0 { throw Failure() }
  }

  static func createFolder(_ path: String) throws(Failure) {
    if unsafe mkdir(path, 0o777) != 0 { throw Failure() }
  }

  /// Waits until the device has the names in a folder, as far as it can be told to.
  static func flushFolder(_ path: String) {
    try? OpenFile(reading: path).flush()
  }

  /// The names in a folder and whether each is a folder too, in the order of their bytes.
  static func list(_ path: String) throws(Failure) -> [(name: String, isFolder: Bool)] {
    guard let stream = unsafe opendir(path) else { throw Failure() }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    if errno != 0 { throw Failure() }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { ($0, isFolder("\(path)/\($0)")) }
  }

  /// Whether a folder is there; a link to one is not.
  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
