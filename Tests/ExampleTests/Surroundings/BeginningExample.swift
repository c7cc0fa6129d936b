import StatusStreaming
import Testing

/// What a server has where somebody asks for a run.
enum BeginningExample {
  static let buffer = StatusBuffer()

  static func respond(_ status: Int) {
    #expect(status == 201)
  }
}
