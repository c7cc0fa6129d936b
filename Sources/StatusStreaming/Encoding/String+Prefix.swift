extension String {
  /// The longest beginning of at most `maximumUTF8Count` bytes that cuts no character, or no scalar
  /// where already the first character is too long.
  func prefix(maximumUTF8Count: Int) -> Substring {
    guard let limit = utf8.index(startIndex, offsetBy: maximumUTF8Count, limitedBy: endIndex) else {
      return self[...]
    }
    if limit == endIndex { return self[...] }
    let characterEnd = indices.prefix { $0 <= limit }.last ?? startIndex
    if characterEnd > startIndex { return self[..<characterEnd] }
    let scalarEnd = unicodeScalars.indices.prefix { $0 <= limit }.last ?? startIndex
    return self[..<scalarEnd]
  }
}
