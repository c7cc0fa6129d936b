import StatusStreaming

/// An event as this wire has it: four bytes of length, most significant first, then JSON.
package struct Frame: Codable {
  package var number: Int
  package var update: StatusUpdate?
  package var lost: Int?
  package var answer: FinalAnswer?
  package var failure: String?
  package var cancellation: String?

  package init(_ event: StreamEvent) {
    number = event.sequence.rawValue
    switch event.payload {
    case .update(let update): self.update = update
    case .gap(let lost): self.lost = lost
    case .complete(let answer): self.answer = answer
    case .failed(let message): failure = message
    case .cancelled(let reason): cancellation = reason
    }
  }
}
