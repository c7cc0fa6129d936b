/// What is known of an incident before anything is recommended.
struct DiagnosedIncident: Sendable, Hashable {
  let log: IncidentLog
  let checks: [DiagnosticCheck]
}
