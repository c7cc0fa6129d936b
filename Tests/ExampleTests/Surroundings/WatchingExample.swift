import StatusStreaming

/// What a server has where it knows who asks.
enum WatchingExample {
  struct Request {
    var user: String?
    var name = "run-1"
    var lastEventID: String?
  }

  static let owners = ["run-1": "ann"]
  static let monitor = StatusMonitor(buffer: ServerExample.buffer)
}
