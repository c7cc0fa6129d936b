import StatusStreaming

extension RoadmapPipeline {
  /// Builds the graph and sends a query through it.
  func answer(
    _ query: String, saying statusUpdates: Inbox<StatusUpdate>
  ) async throws -> FinalAnswer {
    var graph = FlowGraph(statusUpdates: statusUpdates)
    let entry = NodeOutput<String>()
    let started = graph.node("start", after: entry) { query, statusUpdates in
      statusUpdates.send(.thinking("Determining message path"))
      return query
    }
    let decided = graph.node("triage", after: started) { query, statusUpdates in
      let route = try await steps(statusUpdates).triage(query)
      statusUpdates.send(.thinking("Routing to \(route.rawValue) subflow"))
      return RouteDecision(query: query, route: route)
    }
    let composed = graph.node(
      "compose_final", after: addDocumentNodes(to: &graph, after: decided),
      addBugNodes(to: &graph, after: decided),
      addPlan("general_plan", for: .general, to: &graph, after: decided) { .question($0) }
    ) { input, statusUpdates in
      try await steps(statusUpdates).perform(.synthesizeAnswer) { input.answer }
    }
    return try await graph.run(query, from: entry, to: composed)
  }

  private func addDocumentNodes(
    to graph: inout FlowGraph, after decided: NodeOutput<RouteDecision>
  ) -> NodeOutput<SynthesisInput> {
    let planned = addPlan("documents_plan", for: .documents, to: &graph, after: decided) { $0 }
    let parsed = graph.node("parse_documents", after: planned) { _, statusUpdates in
      try await steps(statusUpdates).perform(.parseSources) { Document.all }
    }
    let measured = graph.node("extract_metadata", after: parsed) { documents, statusUpdates in
      try await steps(statusUpdates).perform(.extractMetadata) {
        try await metadata(of: documents, statusUpdates)
      }
    }
    let summarized = graph.node("generate_summary", after: measured) { digests, statusUpdates in
      try await steps(statusUpdates).perform(.summarizeFindings) { DocumentSummary(of: digests) }
    }
    return graph.node("render_report", after: summarized) { summary, statusUpdates in
      try await steps(statusUpdates).perform(.assembleReport) {
        .report(DocumentReport(summary))
      }
    }
  }

  private func addBugNodes(
    to graph: inout FlowGraph, after decided: NodeOutput<RouteDecision>
  ) -> NodeOutput<SynthesisInput> {
    let planned = addPlan("bug_plan", for: .bug, to: &graph, after: decided) { $0 }
    let collected = graph.node("collect_logs", after: planned) { _, statusUpdates in
      try await steps(statusUpdates).perform(.collectLogs) { IncidentLog() }
    }
    let diagnosed = graph.node("run_diagnostics", after: collected) { log, statusUpdates in
      try await steps(statusUpdates).perform(.runDiagnostics) {
        try await diagnosis(of: log, statusUpdates)
      }
    }
    return graph.node("propose_fix", after: diagnosed) { incident, statusUpdates in
      try await steps(statusUpdates).perform(.draftFix) {
        .recommendation(FixRecommendation(log: incident.log, checks: incident.checks))
      }
    }
  }

  /// Adds the node that begins a route: it shows the roadmap if triage has chosen the route.
  private func addPlan<Plan>(
    _ name: String, for route: Route, to graph: inout FlowGraph,
    after decided: NodeOutput<RouteDecision>, plan: @escaping @Sendable (String) -> Plan
  ) -> NodeOutput<Plan> {
    graph.node(name, after: decided) { decision, statusUpdates in
      guard decision.route == route else { return nil }
      statusUpdates.send(.roadmap(route.roadmap))
      return plan(decision.query)
    }
  }

  private func steps(_ statusUpdates: Inbox<StatusUpdate>) -> StepPerformer<C> {
    StepPerformer(clock: clock, timing: timing, fault: fault) { statusUpdates.send($0) }
  }
}
