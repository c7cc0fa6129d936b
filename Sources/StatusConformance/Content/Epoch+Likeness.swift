import StatusStreaming

extension Epoch {
  /// Epochs that are none of a buffer's, but that one mistake takes for its own: of another case or
  /// length, or a number of another spelling.
  ///
  /// - Parameter own: the buffer's epoch; `nil` if it has none.
  static func alike(to own: Epoch?) -> [Epoch] {
    let name = own?.rawValue ?? "x"
    let value = { (radix: Int) in UInt64(name, radix: radix) }
    let spellings = [(36, 10), (36, 16), (16, 10), (10, 16), (10, 36), (16, 36)]
    let numbers = spellings.compactMap { from, to in value(from).map { String($0, radix: to) } }
    let names = [
      name.uppercased(), "0" + name, name.lowercased(), String(name.dropLast()), name + "0",
      String(name.dropFirst()), name + name, "0", "000" + name, String(name.drop { $0 == "0" }),
      String(name.reversed()), String(name.prefix(1)),
    ]
    var epochs: [Epoch] = []
    for name in names + numbers {
      guard let epoch = try? Epoch(name), epoch != own, !epochs.contains(epoch) else { continue }
      epochs.append(epoch)
    }
    return epochs
  }
}
