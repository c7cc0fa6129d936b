extension StreamEvent.Payload {
  /// Appends the object that wires without a type of their own for each event carry: a bare update,
  /// or an object with a `type` that no update has.
  ///
  /// `{"type":"gap","lost":n}`, `{"type":"complete","result":{…}}`,
  /// `{"type":"failed","message":…}`, `{"type":"cancelled","reason":…}`.
  @inline(__always)
  public func appendTaggedJSON(to bytes: inout [UInt8], profile: JSONProfile = .portable) {
    if case .update(let update) = self {
      return update.appendJSON(to: &bytes, profile, between: "", and: "")
    }
    appendTagged(to: &bytes, profile)
  }

  private func appendTagged(to bytes: inout [UInt8], _ profile: JSONProfile) {
    switch self {
    case .update: break
    case .gap(let lost):
      bytes.append("{\"type\":\"gap\",\"lost\":")
      bytes.append(json: lost)
      bytes.append(UInt8(ascii: "}"))
    case .complete(let answer):
      bytes.append("{\"type\":\"complete\",\"result\":")
      answer.appendJSON(to: &bytes, profile: profile)
      bytes.append(UInt8(ascii: "}"))
    case .failed(let message):
      bytes.append("{\"type\":\"failed\",\"message\":")
      bytes.append(json: message, profile)
      bytes.append(UInt8(ascii: "}"))
    case .cancelled(let reason):
      bytes.append("{\"type\":\"cancelled\",\"reason\":")
      bytes.append(json: reason, profile)
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Appends the payload alone, for wires that name its kind elsewhere: the update, the answer,
  /// `{"lost":n}`, `{"message":…}` or `{"reason":…}`; with constants around it.
  @inline(__always)
  func appendJSON(
    to bytes: inout [UInt8], _ profile: JSONProfile, between prefix: StaticString = "",
    and suffix: StaticString = ""
  ) {
    if case .update(let update) = self {
      return update.appendJSON(to: &bytes, profile, between: prefix, and: suffix)
    }
    bytes.append(prefix)
    appendOther(to: &bytes, profile)
    bytes.append(suffix)
  }

  private func appendOther(to bytes: inout [UInt8], _ profile: JSONProfile) {
    switch self {
    case .update: break
    case .gap(let lost):
      bytes.append("{\"lost\":")
      bytes.append(json: lost)
      bytes.append(UInt8(ascii: "}"))
    case .complete(let answer):
      answer.appendJSON(to: &bytes, profile: profile)
    case .failed(let message):
      bytes.append("{\"message\":")
      bytes.append(json: message, profile)
      bytes.append(UInt8(ascii: "}"))
    case .cancelled(let reason):
      bytes.append("{\"reason\":")
      bytes.append(json: reason, profile)
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// The kind's name on wires that have a field for it.
  var kind: StaticString {
    switch self {
    case .update: "update"
    case .gap: "gap"
    case .complete: "complete"
    case .failed: "failed"
    case .cancelled: "cancelled"
    }
  }
}
