public import StatusStreaming

/// An event as this wire has it: four bytes of length, most significant first, then JSON.
public struct Frame: Codable {
  public var number: Int
  public var update: StatusUpdate?
  public var lost: Int?
  public var answer: FinalAnswer?
  public var failure: String?

  public init(_ event: StreamEvent) {
    number = event.sequence.rawValue
    switch event.payload {
    case .update(let update): self.update = update
    case .gap(let lost): self.lost = lost
    case .complete(let answer): self.answer = answer
    case .failed(let message): failure = message
    }
  }
}
