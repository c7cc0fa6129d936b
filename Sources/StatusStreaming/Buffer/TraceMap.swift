/// Values by trace, found by a hash that costs a fraction of what one for keys of any kind does.
///
/// The names of traces are ASCII, so that equal ones have the same bytes. Hashes are kept: to look for a
/// trace or to take one out touches the names of no others, which the memory seldom has at hand.
struct TraceMap<Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    let trace: TraceID
    var value: Value
  }

  /// Each in the first free place from its own on, zero for none; never more than half are taken.
  ///
  /// A map that never held anything has no places.
  private var hashes: [UInt64] = []
  private var entries: [Entry?] = []
  private(set) var count = 0

  /// All values, in no order.
  var values: [Value] { entries.compactMap { $0?.value } }

  subscript(trace: TraceID) -> Value? { value(of: trace, trace.fastHash) }

  /// - Parameter hash: the trace's ``TraceID/fastHash``, as wherever it is asked for.
  @inline(__always)
  func value(of trace: TraceID, _ hash: UInt64) -> Value? {
    count == 0 ? nil : entries[place(of: trace, hash)]?.value
  }

  mutating func update(_ value: Value, of trace: TraceID) {
    update(value, of: trace, trace.fastHash)
  }

  mutating func update(_ value: Value, of trace: TraceID, _ hash: UInt64) {
    if 2 * (count + 1) > hashes.count { grow() }
    let place = place(of: trace, hash)
    if hashes[place] == 0 { count += 1 }
    hashes[place] = hash
    entries[place] = Entry(trace: trace, value: value)
  }

  mutating func remove(_ trace: TraceID) -> Value? { remove(trace, trace.fastHash) }

  mutating func remove(_ trace: TraceID, _ hash: UInt64) -> Value? {
    if count == 0 { return nil }
    var hole = place(of: trace, hash)
    guard let removed = entries[hole] else { return nil }
    count -= 1
    var next = following(hole)
    while hashes[next] != 0 {
      // One that would still be found stays; the others close the gap.
      let distance = next &- Int(truncatingIfNeeded: hashes[next])
      if distance & mask >= (next &- hole) & mask {
        hashes[hole] = hashes[next]
        entries.swapAt(hole, next)
        hole = next
      }
      next = following(next)
    }
    hashes[hole] = 0
    entries[hole] = nil
    return removed.value
  }

  private mutating func grow() {
    let (oldHashes, oldEntries) = (hashes, entries)
    let size = max(2 * oldHashes.count, 8)
    hashes = Array(repeating: 0, count: size)
    entries = Array(repeating: nil, count: size)
    for (hash, entry) in zip(oldHashes, oldEntries) where hash != 0 {
      var place = Int(truncatingIfNeeded: hash) & mask
      while hashes[place] != 0 { place = following(place) }
      hashes[place] = hash
      entries[place] = entry
    }
  }

  private var mask: Int { hashes.count - 1 }

  private func following(_ place: Int) -> Int { (place + 1) & mask }

  /// Where a trace is, or would be.
  private func place(of trace: TraceID, _ hash: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: hash) & mask
    while hashes[place] != 0, hashes[place] != hash || entries[place]?.trace != trace {
      place = following(place)
    }
    return place
  }
}

extension TraceID {
  /// What no client knows, so that none can choose names that collide.
  private static let secret = UInt64(truncatingIfNeeded: Hasher().finalize()) | 1

  /// A hash of the name, never zero and another one in each process.
  ///
  /// Sixteen bytes at a time, as wyhash does it: a product of 128 bits of which every bit depends on all
  /// of them, folded.
  var fastHash: UInt64 {
    let secret = Self.secret
    let hash = unsafe rawValue.utf8.withContiguousStorageIfAvailable { name in
      unsafe Self.hash(UnsafeRawBufferPointer(name), secret)
    }
    return max(hash ?? 1, 1)
  }

  private static func hash(_ name: UnsafeRawBufferPointer, _ secret: UInt64) -> UInt64 {
    var hash = secret ^ UInt64(name.count)
    var offset = 0
    while offset < name.count {
      let first = unsafe word(of: name, at: offset)
      let second = unsafe word(of: name, at: offset + 8)
      let product = (first ^ secret).multipliedFullWidth(by: second ^ hash)
      hash = product.high ^ product.low
      offset += 16
    }
    return hash
  }

  /// Eight bytes, or as many as there are.
  private static func word(of name: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
    if offset + 8 <= name.count {
      return unsafe name.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }
    var word: UInt64 = 0
    for index in stride(from: offset, to: name.count, by: 1) {
      word = unsafe word << 8 | UInt64(name[index])
    }
    return word
  }
}
