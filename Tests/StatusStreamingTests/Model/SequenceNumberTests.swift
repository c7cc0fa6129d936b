import StatusStreaming
import Testing

@Suite("Sequence numbers")
struct SequenceNumberTests {
  @Test("count up from zero and compare as numbers, not as text")
  func ordering() {
    #expect(SequenceNumber.zero.next == 1)
    #expect(SequenceNumber(rawValue: 9) < SequenceNumber(rawValue: 10))
  }
}
