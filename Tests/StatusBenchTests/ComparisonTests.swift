import Testing

@testable import status_bench

@Suite("A comparison of reports")
struct ComparisonTests {
  private func verdict(_ later: Figure, _ earlier: Figure) -> Comparison.Verdict? {
    Comparison(of: .of([later]), with: .of([earlier]), suites: ["test"]).lines.first?.verdict
  }

  @Test("says faster or slower by which values are good")
  func direction() {
    let steady = { (value: Double, better: Figure.Direction) in
      Figure.measured("a", Array(repeating: value, count: 9), better: better)
    }
    #expect(verdict(steady(120, .higher), steady(100, .higher)) == .faster)
    #expect(verdict(steady(80, .higher), steady(100, .higher)) == .slower)
    #expect(verdict(steady(120, .lower), steady(100, .lower)) == .slower)
    #expect(verdict(steady(80, .lower), steady(100, .lower)) == .faster)
  }

  @Test("believes no difference within five per cent")
  func leastNoise() {
    let steady = { (value: Double) in Figure.measured("a", [value]) }
    #expect(verdict(steady(105), steady(100)) == .same)
    #expect(verdict(steady(95), steady(100)) == .same)
    #expect(verdict(steady(106), steady(100)) == .faster)
    #expect(verdict(steady(94), steady(100)) == .slower)
    #expect(verdict(steady(0), steady(0)) == .same)
  }

  @Test("believes no difference within the uncertainty of both medians")
  func noise() {
    let wild = Figure.measured("a", [80, 100, 120])
    let steady = Figure.measured("a", [119, 119, 119])
    #expect(verdict(steady, wild) == .same)
    #expect(verdict(wild, .measured("a", [80, 84, 85])) == .same)
    #expect(verdict(.measured("a", [121, 121, 121]), wild) == .faster)
  }

  @Test("compares what stands beside the figure in both reports, and not the package itself")
  func paired() {
    let measured = { (values: [Double], floor: [Double], other: [Double]) in
      Figure(
        suite: "test", name: "a", unit: "x/s", better: .higher, values: values,
        references: [
          Reference(name: "other", kind: .other, values: other, figure: values),
          Reference(name: "floor", kind: .floor, values: floor, figure: values),
        ])
    }
    // The machine is half as fast and in a mood that changes with each round.
    let later = measured([50, 100, 25], [100, 200, 50], [1, 1, 1])
    let earlier = measured([100, 101, 100], [200, 202, 200], [1, 1, 1])
    let line = Comparison(of: .of([later]), with: .of([earlier]), suites: ["test"]).lines[0]
    #expect(line.verdict == .same)
    #expect(line.ratio == 1)
    #expect(line.reference == "floor")
    #expect(verdict(measured([50, 100, 25], [50, 100, 25], [1, 1, 1]), earlier) == .faster)
    // Of several the steadiest.
    let wild = Figure(
      suite: "test", name: "a", unit: "x/s", better: .higher, values: [1, 1, 1],
      references: [
        Reference(name: "wild", kind: .baseline, values: [1, 2, 9], figure: [1, 1, 1]),
        Reference(name: "floor", kind: .floor, values: [2, 2, 2], figure: [1, 1, 1]),
      ])
    #expect(
      Comparison.text(of: .of([wild]), with: .of([wild]), suites: ["test"])
        == "same    1.00× (within noise ±5 %)  test: a, beside floor")
  }

  @Test("names figures that only one report has, but not those of suites that were not run")
  func missing() {
    let other = Figure(suite: "other", name: "c", unit: "", better: .higher, values: [1])
    let lines = Comparison(
      of: .of([.measured("a", [1]), .measured("new", [1])]),
      with: .of([.measured("gone", [1]), other, .measured("a", [1])]), suites: ["test"]
    ).lines
    #expect(lines.map(\.figure) == ["test: a", "test: new", "test: gone"])
    #expect(lines.map(\.verdict) == [.same, .new, .missing])
  }

  @Test("has one line of text for each figure, after what makes it hard to compare")
  func text() {
    let later = Report.of(
      [
        .measured("a", [120]), .measured("b", [50]), .measured("c", [100]), .measured("d", [1]),
      ], isQuick: true, cores: 4)
    let earlier = Report.of(
      [.measured("a", [100]), .measured("b", [100]), .measured("c", [100]), .measured("e", [1])])
    #expect(
      Comparison.text(of: later, with: earlier, suites: ["test"]) == """
        note: the earlier report is from another machine, P
        note: a quick report has too few runs to rely on
        faster  1.20× (noise ±5 %)  test: a
        slower  0.50× (noise ±5 %)  test: b
        same    1.00× (within noise ±5 %)  test: c
        new     not in the earlier report  test: d
        missing only in the earlier report  test: e
        """)
  }
}
