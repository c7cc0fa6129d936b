import StatusStreaming

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
