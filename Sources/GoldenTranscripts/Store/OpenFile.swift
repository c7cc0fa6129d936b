#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that is closed when its value ends.
struct OpenFile: ~Copyable {
  private let descriptor: Int32

  /// Opens a file or a folder for reading.
  ///
  /// A pipe that stands in a golden's place would be waited for without `O_NONBLOCK`.
  init(reading path: String) throws(FileSystem.Failure) {
    try self.init(path, O_RDONLY | O_NONBLOCK)
  }

  /// Creates a file for writing, or empties it; a link is refused rather than followed.
  init(writing path: String) throws(FileSystem.Failure) {
    try self.init(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW)
  }

  private init(_ path: String, _ flags: Int32) throws(FileSystem.Failure) {
    descriptor = unsafe open(path, flags | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw FileSystem.Failure() }
  }

  deinit {
    close(descriptor)
  }

  var permissions: mode_t? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    return status.st_mode & 0o777
  }

  borrowing func set(_ permissions: mode_t) throws(FileSystem.Failure) {
    if fchmod(descriptor, permissions) != 0 { throw FileSystem.Failure() }
  }

  borrowing func readAll() throws(FileSystem.Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk[..<count]
      } else if errno != EINTR {
        throw FileSystem.Failure()
      }
    }
  }

  borrowing func write(_ bytes: [UInt8]) throws(FileSystem.Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe systemWrite(descriptor, bytes.baseAddress, bytes.count)
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw FileSystem.Failure()
      }
    }
  }

  /// Waits until the device has the contents; a full one may tell only now.
  borrowing func flush() throws(FileSystem.Failure) {
    while fsync(descriptor) != 0 {
      if errno != EINTR { throw FileSystem.Failure() }
    }
  }

  /// Waits until no other process, nor another part of this one, has the lock on the file.
  ///
  /// The lock ends with the process too, however that ends. Some network file systems
  /// have none; two recordings at once may fail there, and still leave every file whole.
  borrowing func lock() {
    while flock(descriptor, LOCK_EX) != 0 && errno == EINTR {}
  }

  /// Gives the lock up.
  borrowing func unlock() {
    _ = flock(descriptor, LOCK_UN)
  }
}

/// The method of the same name hides the function.
func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, bytes, count)
}
