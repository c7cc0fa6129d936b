/// Encodes one value into its place.
struct SlotEncoder: Encoder {
  let slot: EncodedSlot
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(slot: EncodedSlot, codingPath: [any CodingKey]) {
    self.slot = slot
    self.codingPath = codingPath
  }

  /// A part of what is encoded at a path, which grows no more once there is no use for it.
  private init(slot: EncodedSlot, codingPath: [any CodingKey], _ key: any CodingKey) {
    self.init(slot: slot, codingPath: slot.isTooDeep ? codingPath : codingPath + [key])
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    slot.beginMembers()
    return KeyedEncodingContainer(Members<Key>(slot: slot, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    slot.beginElements()
    return Elements(slot: slot, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Single(slot: slot, codingPath: codingPath)
  }
}

extension SlotEncoder {
  private struct Single: SingleValueEncodingContainer {
    let slot: EncodedSlot
    let codingPath: [any CodingKey]

    func encodeNil() { slot.encodeNil() }

    func encode<T: Encodable>(_ value: T) throws { try slot.encode(value, at: codingPath) }
  }

  private struct Elements: UnkeyedEncodingContainer {
    let slot: EncodedSlot
    let codingPath: [any CodingKey]

    var count: Int { slot.count }

    private func next() -> SlotEncoder {
      SlotEncoder(slot: slot.appendElement(), codingPath: codingPath, JSONKey(intValue: count))
    }

    func encodeNil() { next().slot.encodeNil() }

    func encode<T: Encodable>(_ value: T) throws {
      let place = next()
      try place.slot.encode(value, at: place.codingPath)
    }

    func nestedContainer<Key: CodingKey>(
      keyedBy type: Key.Type
    ) -> KeyedEncodingContainer<Key> {
      next().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }

    func superEncoder() -> any Encoder { next() }
  }

  private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let slot: EncodedSlot
    let codingPath: [any CodingKey]

    private func place(_ key: any CodingKey) -> SlotEncoder {
      SlotEncoder(slot: slot.member(key.stringValue), codingPath: codingPath, key)
    }

    func encodeNil(forKey key: Key) { place(key).slot.encodeNil() }

    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
      let place = place(key)
      try place.slot.encode(value, at: place.codingPath)
    }

    func nestedContainer<NestedKey: CodingKey>(
      keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
      place(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      place(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { place(JSONKey("super")) }

    func superEncoder(forKey key: Key) -> any Encoder { place(key) }
  }
}
