/// What a client receives, cut anywhere.
enum BodyExample {
  static var body: AsyncThrowingStream<[UInt8], any Error> {
    stream(of: [Array("data: rea".utf8), Array("dy\n\n".utf8)])
  }

  static var connection: AsyncThrowingStream<[UInt8], any Error> {
    stream(of: [[0x81, 0x02, 0x6F], [0x6B, 0x88, 0x02, 0x03, 0xE8]])
  }

  private static func stream(of chunks: [[UInt8]]) -> AsyncThrowingStream<[UInt8], any Error> {
    AsyncThrowingStream { continuation in
      for chunk in chunks { continuation.yield(chunk) }
      continuation.finish()
    }
  }
}
