import StatusStreaming

extension FinalAnswer {
  /// Reads an answer with all of its members in the order in which they are written, and its maps
  /// in theirs.
  init(_ node: JSONNode) throws(JSONNode.Fault) {
    var members = try node.members()
    self.init(
      text: try members.next("text").string(),
      route: try members.next("route").orNull?.string(),
      artifacts: try StringMap(members.next("artifacts")),
      metadata: try StringMap(members.next("metadata")))
    try members.finish()
  }
}

extension StringMap {
  fileprivate init(_ node: JSONNode) throws(JSONNode.Fault) {
    self.init()
    var members = try node.members()
    while let member = members.next() { self[member.name] = try member.node.string() }
  }
}
