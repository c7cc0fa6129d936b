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

extension RoadmapPipeline {
  /// The metadata subflow: looks into documents, two at a time.
  func metadata(
    of documents: [Document], _ statusUpdates: Inbox<StatusUpdate>
  ) async throws -> [DocumentDigest] {
    var graph = FlowGraph(statusUpdates: statusUpdates)
    let entry = NodeOutput<[Document]>()
    let mapped = graph.node("metadata_mapper", after: entry) { documents, _ in
      try await documents.concurrentMap(atMost: 2) { document in
        let character = timing.documentCharacter.finite ?? .century
        try await clock.wait(for: character * document.name.count)
        return DocumentDigest(of: document)
      }
    }
    return try await graph.run(documents, from: entry, to: mapped)
  }

  /// The diagnostics subflow: runs both checks side by side and joins what they find.
  func diagnosis(
    of log: IncidentLog, _ statusUpdates: Inbox<StatusUpdate>
  ) async throws -> DiagnosedIncident {
    var graph = FlowGraph(statusUpdates: statusUpdates)
    let seeded = NodeOutput<IncidentLog>()
    let joined = graph.join(
      "join_diagnostics", of: addRunner(of: .unit, to: &graph, after: seeded),
      addRunner(of: .integration, to: &graph, after: seeded))
    let merged = graph.node("merge_diagnostics", after: joined) { checks, _ in
      DiagnosedIncident(log: log, checks: checks)
    }
    return try await graph.run(log, from: seeded, to: merged)
  }

  private func addRunner(
    of check: DiagnosticCheck.Kind, to graph: inout FlowGraph, after seeded: NodeOutput<IncidentLog>
  ) -> NodeOutput<DiagnosticCheck> {
    graph.node("\(check.rawValue)_runner", after: seeded) { _, _ in
      try await clock.wait(for: timing.duration(of: check))
      return DiagnosticCheck(running: check)
    }
  }
}

extension Collection where Element: Sendable {
  /// Transforms all elements, no more than so many at once.
  ///
  /// - Returns: the products in the order of the elements.
  /// - Throws: what the first failing transformation throws, after the others have ended.
  func concurrentMap<Product: Sendable>(
    atMost limit: Int, _ transform: @escaping @Sendable (Element) async throws -> Product
  ) async throws -> [Product] {
    try await withThrowingTaskGroup(of: (offset: Int, product: Product).self) { group in
      var products: [Product?] = Array(repeating: nil, count: count)
      var running = 0
      for (offset, element) in enumerated() {
        if running == limit, let ended = try await group.next() {
          products[ended.offset] = ended.product
          running -= 1
        }
        group.addTask { (offset, try await transform(element)) }
        running += 1
      }
      for try await ended in group { products[ended.offset] = ended.product }
      return products.compactMap(\.self)
    }
  }
}
