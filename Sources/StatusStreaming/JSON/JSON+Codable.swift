extension JSON: Codable {
  /// Decodes any value.
  ///
  /// A `Decoder` tells neither in which order the members of an object came nor with which digits a
  /// number was written: members are ordered by their keys' bytes, and numbers are whole if they can
  /// be decoded so. ``init(parsing:)`` keeps both.
  ///
  /// - Throws: `DecodingError`, also for what is deeper than ``maximumDepth``.
  public init(from decoder: any Decoder) throws {
    if let members = try? decoder.container(keyedBy: JSONKey.self) {
      try Self.requireRoom(at: decoder.codingPath)
      let keys = members.allKeys.sorted {
        $0.stringValue.utf8.lexicographicallyPrecedes($1.stringValue.utf8)
      }
      var object = JSONObject()
      for key in keys { object[key.stringValue] = try members.decode(JSON.self, forKey: key) }
      self.init(object)
    } else if var values = try? decoder.unkeyedContainer() {
      try Self.requireRoom(at: decoder.codingPath)
      var elements: [JSON] = []
      while !values.isAtEnd { elements.append(try values.decode(JSON.self)) }
      self.init(elements)
    } else {
      try self.init(single: decoder.singleValueContainer())
    }
    if depth > Self.maximumDepth { throw Self.tooDeep }
  }

  private init(single value: any SingleValueDecodingContainer) throws {
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self.init(bool)
    } else if let integer = try? value.decode(Int.self) {
      self.init(integer)
    } else if let integer = try? value.decode(UInt.self) {
      self.init(integer)
    } else if let number = try? value.decode(Double.self) {
      self.init(number)
    } else {
      self.init(try value.decode(String.self))
    }
  }

  /// Ends the recursion before the stack does; how deep the value itself is shows in the end.
  private static func requireRoom(at path: [any CodingKey]) throws {
    if path.count > 2 * maximumDepth { throw tooDeep }
  }

  private static var tooDeep: DecodingError {
    .dataCorrupted(
      .init(
        codingPath: [], debugDescription: "the value is more than \(maximumDepth) levels deep"))
  }

  /// Encodes the value; how numbers are written is up to the encoder.
  ///
  /// - Throws: `EncodingError`, also for a value that is deeper than ``maximumDepth``.
  public func encode(to encoder: any Encoder) throws {
    guard depth <= Self.maximumDepth else { throw EncodingError.tooDeep(self, at: []) }
    switch content {
    case .array(let elements):
      var values = encoder.unkeyedContainer()
      for element in elements { try values.encode(element) }
    case .object(let object): try object.encode(to: encoder)
    case .null:
      var value = encoder.singleValueContainer()
      try value.encodeNil()
    case .bool(let bool):
      var value = encoder.singleValueContainer()
      try value.encode(bool)
    case .string(let string):
      var value = encoder.singleValueContainer()
      try value.encode(string)
    case .number(let digits):
      var value = encoder.singleValueContainer()
      if let integer = Int(digits) {
        try value.encode(integer)
      } else if let integer = UInt(digits) {
        try value.encode(integer)
      } else {
        try value.encode(Double(digits) ?? .nan)
      }
    }
  }
}

extension JSONObject: Codable {
  /// Decodes an object, its members ordered by the bytes of their keys.
  ///
  /// - Throws: `DecodingError`, also for what is deeper than ``JSON/maximumDepth``.
  public init(from decoder: any Decoder) throws {
    // Asked for first, so that anything but an object is refused as such.
    _ = try decoder.container(keyedBy: JSONKey.self)
    guard case .object(let object) = try JSON(from: decoder).content else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "expected an object"))
    }
    self = object
  }

  /// Encodes an object.
  ///
  /// - Throws: `EncodingError`, also for what is deeper than ``JSON/maximumDepth``.
  public func encode(to encoder: any Encoder) throws {
    guard depth <= JSON.maximumDepth else { throw EncodingError.tooDeep(self, at: []) }
    var members = encoder.container(keyedBy: JSONKey.self)
    for member in self { try members.encode(member.value, forKey: JSONKey(member.key)) }
  }
}

/// The key of a member or the index of an element, whatever it is.
struct JSONKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }

  init(stringValue: String) { self.init(stringValue) }

  init(intValue: Int) {
    stringValue = "\(intValue)"
    self.intValue = intValue
  }
}

extension EncodingError {
  static func tooDeep(_ value: Any, at path: [any CodingKey]) -> EncodingError {
    .invalidValue(
      value,
      Context(
        codingPath: path,
        debugDescription: "the value is more than \(JSON.maximumDepth) levels deep"))
  }
}
