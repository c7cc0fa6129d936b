/// Why an event can't be sent on a connection that lives.
///
/// An encoder that refuses an event has appended nothing, so nothing of it was written.
enum EventRefusal: CustomStringConvertible {
  case tooLarge(size: Int, limit: Int)
  /// Whatever is not a matter of size, in words.
  case inexpressible(String)

  /// Reads a sink's error; `nil` if it means that the sink has failed.
  init?(_ error: any Error) {
    switch error {
    case let error as StatusEncodingError:
      switch error.code {
      case .tooLarge(let size, let limit): self = .tooLarge(size: size, limit: limit)
      case .unrepresentable: self = .inexpressible("the format can't say it")
      case .outOfRange(let fault): self = .inexpressible("it has \(fault)")
      case .tooDeep(let depth, let limit):
        self = .inexpressible("it has JSON of \(depth) levels; \(limit) are allowed")
      case .ended, .otherTrace: return nil
      }
    case let error as WebSocketEncodingError:
      switch error.code {
      case .messageTooLarge(let size, let limit): self = .tooLarge(size: size, limit: limit)
      case .invalidUTF8: self = .inexpressible(error.description)
      default: return nil
      }
    case let error as ServerSentEventError:
      if case .tooLarge(let size, let limit) = error.code {
        self = .tooLarge(size: size, limit: limit)
      } else {
        self = .inexpressible(error.description)
      }
    default: return nil
    }
  }

  var description: String {
    switch self {
    case .tooLarge(let size, let limit): "it takes \(size) bytes; \(limit) are allowed"
    case .inexpressible(let reason): reason
    }
  }
}
