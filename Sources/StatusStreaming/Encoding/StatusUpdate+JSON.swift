extension StatusUpdate {
  /// Appends the update as a JSON object with the fields `status`, `message`, `roadmap_step_id`,
  /// `roadmap_step_status` and `roadmap`, in that order.
  public func appendJSON(to bytes: inout [UInt8], profile: JSONProfile = .portable) {
    bytes.append("{\"status\":\"")
    bytes.append(status.name)
    bytes.append("\",\"message\":")
    bytes.append(json: message, profile)
    bytes.append(",\"roadmap_step_id\":")
    bytes.append(json: roadmapStepID)
    bytes.append(",\"roadmap_step_status\":")
    bytes.append(roadmapStepStatus?.quotedName ?? "null")
    bytes.append(",\"roadmap\":")
    if let roadmap {
      bytes.append(UInt8(ascii: "["))
      for (index, step) in roadmap.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        step.appendJSON(to: &bytes, profile: profile)
      }
      bytes.append(UInt8(ascii: "]"))
    } else {
      bytes.append("null")
    }
    bytes.append(UInt8(ascii: "}"))
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
  /// The raw value as a literal, which is copied without a string's reference count.
  var name: StaticString {
    switch self {
    case .thinking: "thinking"
    case .ok: "ok"
    case .error: "error"
    }
  }
}

extension StatusUpdate.StepStatus {
  /// The raw value in quotes as a literal, which is copied without a string's reference count.
  fileprivate var quotedName: StaticString {
    switch self {
    case .running: "\"running\""
    case .ok: "\"ok\""
    case .error: "\"error\""
    }
  }
}
