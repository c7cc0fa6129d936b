internal import StatusConformance
internal import StatusStreaming

/// What an adapter is asked for, as it is written into its input: a line of JSON.
enum AdapterCall {
  case hello
  case start
  case stop
  case event(PipelineEvent)
  case connect(TraceID, connection: String, lastEventID: String?)
  case read(connection: String, milliseconds: Int)
  case disconnect(connection: String)

  /// The version of the protocol, which changes when an adapter for the old one would go wrong.
  static let version = 1

  /// The name of the call.
  var name: String {
    switch self {
    case .hello: "hello"
    case .start: "start"
    case .stop: "stop"
    case .event(.open): "open"
    case .event(.update): "publish"
    case .event(.finish): "finish"
    case .connect: "connect"
    case .read: "read"
    case .disconnect: "disconnect"
    }
  }

  /// The line, with the LF that ends it.
  func line(id: Int) -> [UInt8] {
    var members: JSONObject = ["id": JSON(id), "call": JSON(name)]
    var rest: [UInt8] = []
    switch self {
    case .hello: members["version"] = JSON(Self.version)
    case .start, .stop: break
    case .event(.open(let trace)): members["trace"] = JSON("\(trace)")
    case .event(.update(let update, let trace)):
      members["trace"] = JSON("\(trace)")
      rest += ",\"update\":".utf8
      update.appendJSON(to: &rest)
    case .event(.finish(let outcome, let trace)):
      members["trace"] = JSON("\(trace)")
      switch outcome {
      case .complete(let answer):
        rest += ",\"complete\":".utf8
        answer.appendJSON(to: &rest)
      case .failed(let message): members["failed"] = ["message": JSON(message)]
      case .cancelled(let reason): members["cancelled"] = ["reason": JSON(reason)]
      }
    case .connect(let trace, let connection, let id):
      members["trace"] = JSON("\(trace)")
      members["connection"] = JSON(connection)
      members["last_event_id"] = .some(id.map { JSON($0) } ?? .null)
    case .read(let connection, let milliseconds):
      members["connection"] = JSON(connection)
      members["wait"] = JSON(milliseconds)
    case .disconnect(let connection): members["connection"] = JSON(connection)
    }
    return Array("\(JSON(members))".utf8.dropLast()) + rest + Array("}\n".utf8)
  }
}
