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
