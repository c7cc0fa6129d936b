extension Sequence<UInt8> {
  /// Whether the bytes are well-formed UTF-8.
  var isValidUTF8: Bool {
    var bytes = makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    while true {
      switch parser.parseScalar(from: &bytes) {
      case .valid: continue
      case .error: return false
      case .emptyInput: return true
      }
    }
  }
}
