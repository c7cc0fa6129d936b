extension StatusUpdate {
  /// Appends the update as a JSON object with the fields `status`, `message`, `roadmap_step_id`,
  /// `roadmap_step_status` and `roadmap`, in that order.
  public func appendJSON(to bytes: inout [UInt8], profile: JSONProfile = .portable) {
    appendJSON(to: &bytes, profile, in: .none)
  }

  /// Appends the update as JSON with what stands around it.
  func appendJSON(to bytes: inout [UInt8], _ profile: JSONProfile, in frame: JSONFrame) {
    let isPlain = unsafe message?.utf8.withContiguousStorageIfAvailable { text in
      unsafe appendPlainJSON(text, to: &bytes, profile, in: frame)
    }
    if isPlain == true { return }
    bytes.append(addingCapacity: JSONFrame.size) { frame.appendBeginning(to: &$0) }
    bytes.append(status.head)
    bytes.append(json: message, profile)
    bytes.append(",\"roadmap_step_id\":")
    bytes.append(json: roadmapStepID)
    bytes.append(roadmapStepStatus.member)
    if let roadmap {
      bytes.append(UInt8(ascii: "["))
      for (index, step) in roadmap.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        step.appendJSON(to: &bytes, profile: profile)
      }
      bytes.append("]}")
    } else {
      bytes.append("null}")
    }
    if case .none = frame { return }
    bytes.append("\n\n")
  }

  /// Appends the usual update, one without a roadmap whose message has nothing to escape, in one
  /// go: most of what a small append costs is looking for room and for other owners of the array.
  ///
  /// - Returns: whether the update is of that kind; if not, nothing was appended.
  @inline(__always)
  private func appendPlainJSON(
    _ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8], _ profile: JSONProfile,
    in frame: JSONFrame
  ) -> Bool {
    let id = roadmapStepID
    guard case .none = roadmap, id ?? 0 >= 0 else { return false }
    var isPlain = true
    bytes.append(addingCapacity: JSONFrame.size + Self.plainSize + text.count) { output in
      frame.appendBeginning(to: &output)
      status.appendHead(to: &output)
      output.append(UInt8(ascii: "\""))
      isPlain = unsafe output.append(plain: text, profile)
      guard isPlain else { return output.removeAll() }
      output.append("\",\"roadmap_step_id\":")
      if let id { output.append(decimal: id) } else { output.append("null") }
      roadmapStepStatus.appendTail(to: &output)
      if case .none = frame { return }
      output.append("\n\n")
    }
    return isPlain
  }

  /// The most bytes that an update without roadmap takes besides its message: 121 with the longest
  /// names and a step's number of 19 digits, and seven for what is written ahead.
  private static var plainSize: Int { 128 }
}

/// What stands around an update's object, written along with it.
enum JSONFrame {
  case none
  /// A block of an event stream.
  case block
  /// Such a block with the update's number as its id.
  case numberedBlock(Int)

  /// The most bytes that it takes, with the longest number.
  static var size: Int { 47 }

  @inline(__always)
  fileprivate func appendBeginning(to output: inout OutputSpan<UInt8>) {
    switch self {
    case .none: break
    case .block: output.append("data: ")
    case .numberedBlock(let number):
      output.append("id: ")
      output.append(decimal: number)
      output.append("\nevent: update\ndata: ")
    }
  }
}

extension RoadmapStep {
  /// Appends the step as a JSON object with the fields `id`, `name`, `description` and `status`.
  public func appendJSON(to bytes: inout [UInt8], profile: JSONProfile = .portable) {
    bytes.append("{\"id\":")
    bytes.append(json: id)
    bytes.append(",\"name\":")
    bytes.append(json: name, profile)
    bytes.append(",\"description\":")
    bytes.append(json: description, profile)
    bytes.append(",\"status\":")
    bytes.append(json: status.rawValue, profile)
    bytes.append(UInt8(ascii: "}"))
  }
}

extension StatusUpdate.Status {
  /// The beginning of an update's object, up to the value of its message.
  fileprivate var head: StaticString {
    switch self {
    case .thinking: "{\"status\":\"thinking\",\"message\":"
    case .ok: "{\"status\":\"ok\",\"message\":"
    case .error: "{\"status\":\"error\",\"message\":"
    }
  }

  /// Appends the same, each literal where its length is a constant.
  @inline(__always)
  fileprivate func appendHead(to output: inout OutputSpan<UInt8>) {
    switch self {
    case .thinking: output.append("{\"status\":\"thinking\",\"message\":")
    case .ok: output.append("{\"status\":\"ok\",\"message\":")
    case .error: output.append("{\"status\":\"error\",\"message\":")
    }
  }
}

extension StatusUpdate.StepStatus? {
  /// The step's status as a member of an update's object, and the name of the member after it.
  fileprivate var member: StaticString {
    switch self {
    case .running: ",\"roadmap_step_status\":\"running\",\"roadmap\":"
    case .ok: ",\"roadmap_step_status\":\"ok\",\"roadmap\":"
    case .error: ",\"roadmap_step_status\":\"error\",\"roadmap\":"
    case nil: ",\"roadmap_step_status\":null,\"roadmap\":"
    }
  }

  /// Appends the same as the last member before a roadmap of null, and the end of the object.
  @inline(__always)
  fileprivate func appendTail(to output: inout OutputSpan<UInt8>) {
    switch self {
    case .running: output.append(",\"roadmap_step_status\":\"running\",\"roadmap\":null}")
    case .ok: output.append(",\"roadmap_step_status\":\"ok\",\"roadmap\":null}")
    case .error: output.append(",\"roadmap_step_status\":\"error\",\"roadmap\":null}")
    case nil: output.append(",\"roadmap_step_status\":null,\"roadmap\":null}")
    }
  }
}

extension FinalAnswer {
  /// Appends the answer as a JSON object with the fields `text`, `route`, `artifacts` and
  /// `metadata`, the last two objects whose members keep their order.
  public func appendJSON(to bytes: inout [UInt8], profile: JSONProfile = .portable) {
    bytes.append("{\"text\":")
    bytes.append(json: text, profile)
    bytes.append(",\"route\":")
    bytes.append(json: route, profile)
    bytes.append(",\"artifacts\":")
    artifacts.appendJSON(to: &bytes, profile: profile)
    bytes.append(",\"metadata\":")
    metadata.appendJSON(to: &bytes, profile: profile)
    bytes.append(UInt8(ascii: "}"))
  }
}
