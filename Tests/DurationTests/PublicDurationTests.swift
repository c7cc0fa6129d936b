import Testing

/// Durations of every size in every place that takes one.
@Suite struct PublicDurationTests {
  static let extremes: [Duration] = [
    .seconds(Int64.max),
    Duration(secondsComponent: .max, attosecondsComponent: 999_999_999_999_999_999),
    Duration(attoseconds: .max), .zero, .nanoseconds(-1), .seconds(-5), .seconds(Int64.min),
    Duration(attoseconds: .min), Duration(attoseconds: 1),
  ]

  @Test func everyPublicDurationHasACase() {
    let tested = Set(DurationCase.all.flatMap(\.names))
    let untested = PublicDurations.all.subtracting(tested)
    #expect(untested.sorted() == [], "add a case that gives each every kind of duration")
    #expect(tested.subtracting(PublicDurations.all).sorted() == [], "no longer public")
  }

  @Test(.timeLimit(.minutes(5)), arguments: DurationCase.all)
  func noDurationTraps(tested: DurationCase) async throws {
    for duration in Self.extremes { try await tested.check(duration) }
  }

  @Test(arguments: [
    ("public func wait(_ time: Duration) {}", ["wait(time:)"]),
    ("  public init(\n    a: Int, for b: Swift.Duration? = nil\n  ) {}", ["init(b:)"]),
    ("public var a: Duration\n  public var b: Duration { .zero }\n  let c: Duration", ["a"]),
    ("public enum E {\n  case a(every: Duration)\n  case b\n}", ["E.a(every:)"]),
    ("enum E {\n  case a(every: Duration)\n}", []),
    (
      "extension A.B {\n  public struct C {\n    public var d: Duration\n  }\n}\npublic func e(f: Duration) {}",
      ["A.B.C.d", "F.e(f:)"]
    ),
    ("public func f() -> Duration { g(a: Duration.zero) }", []),
    ("public func f(a: [String: Duration], b: (Int) -> Duration?) {}", ["f(a:)", "f(b:)"]),
    ("@inlinable public static func f(a: Duration...) {}", ["f(a:)"]),
    ("/// public func f(a: Duration)\nfunc g(a: Duration) {}", []),
    ("public internal(set) var a: Duration\n  package var b: Duration", []),
  ])
  func durationsAreFound(code: String, names: [String]) {
    #expect(
      PublicDurations.names(in: code, of: "F") == names.map { $0.contains(".") ? $0 : "F.\($0)" })
  }
}
