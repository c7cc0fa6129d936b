extension Scenario {
  /// What each agent does when all goes well.
  static let routes = [
    Scenario(
      "documents", "The planner's agent analyzes documents: the reference transcript.",
      runs: [Run(query: Route.documents.exampleQuery)], viewers: .everyFormat),
    Scenario(
      "bug", "The planner's agent diagnoses an incident.",
      runs: [Run(query: Route.bug.exampleQuery)], viewers: .everyFormat),
    Scenario(
      "general", "The planner's agent answers without a workflow.",
      runs: [Run(query: Route.general.exampleQuery)], viewers: .everyFormat),
    Scenario(
      "documents-pipeline", "The pipeline analyzes documents and shows its roadmap.",
      runs: [Run(query: Route.documents.exampleQuery, agent: .pipeline)], viewers: .everyFormat),
    Scenario(
      "bug-pipeline", "The pipeline diagnoses an incident and shows its roadmap.",
      runs: [Run(query: Route.bug.exampleQuery, agent: .pipeline)], viewers: .everyFormat),
  ]
}
