/// How a monitor learns that there is more to show.
enum MonitorKind: String, CaseIterable {
  /// It looks again and again.
  case polling
  /// It is woken by what is appended.
  case wake
}
