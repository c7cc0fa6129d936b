import Testing
import WireDecoding

@Suite("Captured responses")
struct CapturedResponseTests {
  private static func read(_ text: String) throws -> CapturedResponse {
    try CapturedResponse(parsing: Array(text.utf8))
  }

  @Test("bytes without a head are a body")
  func plain() throws {
    for text in ["data: x\n\n", "", "ab\n\n", "12\nlines", "HTTP 1", "{\"a\":1}\r\n", "abcd"] {
      let response = try Self.read(text)
      #expect(response.status == nil && !response.isChunked && !response.isWhole)
      #expect(response.body == Array(text.utf8))
    }
  }

  @Test("a head is taken away, and so are those before it")
  func heads() throws {
    let response = try Self.read(
      "HTTP/1.0 200 Connection established\r\n\r\nHTTP/1.1 103 Early Hints\nLink: a\n\n"
        + "HTTP/1.1 302 Found\r\nContent-Length: 3\r\n\r\nabcHTTP/3 200\r\nContent-Type:\ttext/x \r\n"
        + "content-length: 2\r\n\r\nok")
    #expect(response.status == 200)
    #expect(response.value(of: "content-type") == "text/x")
    #expect(response.value(of: "link") == nil)
    #expect(String(decoding: response.body, as: UTF8.self) == "ok")
    #expect(response.isWhole)
  }

  @Test("chunks are put together, whole or cut, with and without a head")
  func chunks() throws {
    let chunks =
      "4;x=1\r\nWiki\r\n6\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nTrailer: x\r\n\r\n"
    let whole = "Wikipedia in \r\n\r\nchunks."
    for head in ["", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"] {
      let response = try Self.read(head + chunks)
      #expect(response.isChunked && response.isWhole)
      #expect(String(decoding: response.body, as: UTF8.self) == whole)
      for count in 8..<(chunks.utf8.count - 1) {
        let cut = try CapturedResponse(
          parsing: Array((head + chunks).utf8.prefix(head.utf8.count + count)))
        #expect(!cut.isWhole)
        #expect(whole.utf8.starts(with: cut.body))
      }
    }
  }

  @Test("the last chunk alone is an empty body, also with what may follow it")
  func emptyBody() throws {
    for text in ["0\r\n\r\n", "0\r\nTrailer: x\r\n\r\n", "000\r\nTrailer: x\r\nOther: y\r\n\r\n"] {
      let response = try Self.read(text)
      #expect(response.isChunked && response.isWhole)
      #expect(response.body.isEmpty)
    }
  }

  @Test("chunks that a head announces and a client has taken apart are a body")
  func announced() throws {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n"
    #expect(try Self.read(head + "data: x\n\n").isChunked == false)
    #expect(try Self.read(head + "5\r\nabcdefg").isChunked == false)
    // Without chunks that are announced, what looks like one is text.
    let plain = try Self.read("HTTP/1.1 200 OK\r\n\r\n2\r\nab\r\n0\r\n\r\n")
    #expect(!plain.isChunked)
  }

  @Test(
    "what is malformed is refused with its place",
    arguments: [
      ("HTTP/1.1 200 OK\r\nA: b\r\n", CapturedResponseError.Code.unendedHead, 0),
      ("HTTP/1.1 2x0 OK\r\n\r\n", .statusLine, 0), ("HTTP/1.1\r\n\r\n", .statusLine, 0),
      ("HTTP/1.1 099 x\r\n\r\n", .statusLine, 0),
      ("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", .field, 17),
      ("HTTP/1.1 200 OK\r\n: x\r\n\r\n", .field, 17),
      ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab", .bytesAfterEnd, 39),
      ("2\r\nab\r\nxyz\r\n", .chunkSize, 7),
      ("2\r\nab\r\nfffffffffffffffff\r\n", .chunkSize, 7),
      ("2\r\nab\r\n2\r\nabcd\r\n", .chunkEnd, 12),
      ("2\r\nab\r\n0\r\n\r\nx", .bytesAfterEnd, 12),
    ])
  func refuses(text: String, code: CapturedResponseError.Code, offset: Int) {
    let error = #expect(throws: CapturedResponseError.self) { try Self.read(text) }
    #expect(error?.code == code)
    #expect(error?.offset == offset)
    #expect(error?.description.isEmpty == false)
  }
}
