import StatusStreaming

/// What an answer is made of, by the route that led to it.
enum SynthesisInput: Sendable, Hashable {
  case report(DocumentReport)
  case recommendation(FixRecommendation)
  case question(String)

  var answer: FinalAnswer {
    switch self {
    case .report(let report): report.answer
    case .recommendation(let recommendation): recommendation.answer
    case .question(let query):
      FinalAnswer(
        text: "No workflow is needed to answer: \(query)", route: Route.general.rawValue)
    }
  }
}
