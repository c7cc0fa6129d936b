/// What a server that answers with an event stream says over HTTP, as plain strings for any library
/// (HTML Living Standard, section 9.2).
public enum EventStreamHTTP {
  /// The name of the request's header in which a client that reconnects says what it has.
  public static let lastEventID = "Last-Event-ID"
  /// The name of the header that says what a body is.
  public static let contentType = "Content-Type"
  /// An event stream's content type.
  public static let mediaType = "text/event-stream"
  /// The name of the header that says who may keep a response.
  public static let cacheControl = "Cache-Control"
  /// The value of ``cacheControl`` with which nobody answers from a copy.
  public static let noCache = "no-cache"
  /// The value of ``cacheControl`` with which nobody keeps a copy.
  public static let noStore = "no-store"
  /// The name of the header in which a proxy such as nginx reads whether to collect a body before it
  /// passes it on.
  public static let accelBuffering = "X-Accel-Buffering"
  /// The value of ``accelBuffering`` with which each event is passed on as it comes.
  public static let unbuffered = "no"
  /// The name of the header that says in how many seconds to ask again.
  public static let retryAfter = "Retry-After"

  /// The names and values of the headers of a response with status 200 whose body is an event stream.
  public static let headers = [
    (contentType, mediaType), (cacheControl, noCache), (accelBuffering, unbuffered),
  ]
}
