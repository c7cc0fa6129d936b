import ReferenceScenarios
import StatusStreaming
import Testing

@Suite("A route")
struct RouteTests {
  @Test(
    "is chosen by keywords",
    arguments: [
      ("Analyze the latest deployment logs", Route.documents),
      ("We're seeing a ValueError in production, help diagnose", .bug),
      ("What's the status of the API service?", .general),
      ("there is a bug", .bug), ("Crashes all day", .bug), ("a Traceback, again", .bug),
      ("two errors", .bug), ("VALUEERROR", .bug), ("file a bug report", .bug),
      ("read my documents", .documents), ("which FILES?", .documents), ("reports", .documents),
      ("please,analyze!", .documents), ("the logfile", .documents),
      ("what next", .general), ("", .general),
      (String(repeating: "so much to say ", count: 9) + "about one bug", .bug),
    ])
  func triage(query: String, expected: Route) {
    #expect(Route(triaging: query) == expected)
  }

  @Test(
    "lists its steps by their numbers",
    arguments: [
      (Route.documents, [1, 2, 3, 4, 99]), (.bug, [10, 11, 12, 99]), (.general, [99]),
    ])
  func roadmap(route: Route, ids: [Int]) {
    #expect(route.roadmap.map(\.id) == ids)
    #expect(route.roadmap.allSatisfy { $0.status == .pending })
  }
}
