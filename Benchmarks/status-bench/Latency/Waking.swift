import StatusStreaming

/// How a monitor that is measured learns that there is more to deliver.
enum Waking: Equatable {
  case polling(milliseconds: Int)
  case onAppend

  /// All that are measured; the default is 50 ms.
  static let all: [Waking] = [1, 10, 50, 100].map { .polling(milliseconds: $0) } + [.onAppend]

  var name: String {
    switch self {
    case .polling(let milliseconds): "every \(milliseconds) ms"
    case .onAppend: "on append"
    }
  }

  /// The longest time for which an update may lie unnoticed, in milliseconds.
  var interval: Int {
    switch self {
    case .polling(let milliseconds): milliseconds
    case .onAppend: 0
    }
  }

  func monitor<C: Clock>(of buffer: StatusBuffer, clock: C) -> StatusMonitor<StatusBuffer, C>
  where C.Duration == Duration {
    switch self {
    case .polling(let milliseconds):
      StatusMonitor(
        buffer: buffer, wakeup: .polling(every: .milliseconds(milliseconds)), clock: clock)
    case .onAppend: StatusMonitor(buffer: buffer, wakeup: .onAppend, clock: clock)
    }
  }
}
