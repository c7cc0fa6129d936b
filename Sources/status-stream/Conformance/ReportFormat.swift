/// How verdicts are shown.
package enum ReportFormat: String, CaseIterable, Sendable {
  /// For people.
  case table
  /// For programs.
  case json
  /// For CI systems.
  case junit
  /// For code hosts.
  case sarif
}
