import Testing

@testable import status_bench

@Suite("A table")
struct TableTests {
  @Test(
    "has three digits of each number",
    arguments: [
      (0.0, "0.00"), (0.126, "0.13"), (9.994, "9.99"), (9.996, "10.0"), (12.34, "12.3"),
      (99.96, "100"), (123.4, "123"), (999.4, "999"), (999.6, "1.00k"), (1234, "1.23k"),
      (45_600, "45.6k"), (999_600, "1.00M"), (14_230_000, "14.2M"), (2e9, "2.00G"), (-5, "-5.00"),
    ])
  func numbers(value: Double, text: String) {
    #expect(Quantity.text(value) == text)
  }

  @Test("has a line for each figure and each of its references, with ratios and goals")
  func lines() {
    let figure = Figure(
      suite: "buffer", name: "append", unit: "updates/s", better: .higher,
      values: [9e6, 1e7, 11e6],
      references: [
        Reference(name: "array", kind: .floor, values: [2e7, 2e7, 2e7], figure: [9e6, 1e7, 11e6]),
        Reference(
          name: "actor", kind: .baseline, values: [1e6, 1e6, 1e6], figure: [9e6, 1e7, 11e6]),
        Reference(
          name: "10 traces", kind: .other, values: [1e7, 1e7, 1e7], figure: [9e6, 1e7, 11e6]),
      ],
      goals: [
        .ratio(to: "array", atLeast: 0.75), .ratio(to: "actor", atLeast: 4), .median(atLeast: 5),
        .ratio(to: "10 traces", atLeast: 1.05),
      ])
    let wait = Figure(
      suite: "latency", name: "wait", unit: "ns", better: .lower, values: [15], samples: [10, 20],
      goals: [.percentile(99, atMost: 100)])
    #expect(
      Table.lines([figure, wait]).joined(separator: "\n") == """
        figure             median    min    quartiles    max  unit       runs  ratio  quartiles  goal
        buffer: append      10.0M  9.00M  9.00M–11.0M  11.0M  updates/s     3                    ≥ 5.00 met
          floor: array      20.0M  20.0M  20.0M–20.0M  20.0M                   0.50×  0.45–0.55  ≥ 0.75× missed
          baseline: actor   1.00M  1.00M  1.00M–1.00M  1.00M                   10.0×  9.00–11.0  ≥ 4.00× met
          10 traces         10.0M  10.0M  10.0M–10.0M  10.0M                   1.00×  0.90–1.10  ≥ 1.05× at the limit
        latency: wait        15.0   10.0                20.0  ns            1                    p99 ≤ 100 met
          p50 10.0, p90 20.0, p99 20.0, max 20.0 (2 samples)
        """)
  }

  @Test("says what it was measured on and warns of a quick run")
  func head() {
    let lines = Table.text(.of([], isQuick: true)).split(separator: "\n")
    #expect(lines[0] == "P, 2 cores, S, K")
    #expect(lines[1] == "Swift 6.3.1, optimised, quick: too few runs to rely on")
  }
}
