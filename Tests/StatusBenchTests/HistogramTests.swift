import Testing

@testable import status_bench

@Suite("A histogram")
struct HistogramTests {
  @Test("counts a value in the bin that begins at it, and those beyond the bound apart")
  func counts() {
    let histogram = Histogram([0, 0.9, 1, 3.9, 4, 100], upTo: 4, bins: 4)
    #expect(histogram.counts == [2, 1, 0, 1, 2])
  }

  @Test("has a line for each bin, the fullest with a bar of all columns")
  func lines() {
    let histogram = Histogram([1, 1, 1, 1, 6, 6, 11, 12], upTo: 10, bins: 2)
    #expect(
      histogram.lines(unit: "ms", columns: 8) == [
        "    0.00 ms ████████ 50.0 %", "    5.00 ms ████ 25.0 %", "  ≥ 10.0 ms ████ 25.0 %",
      ])
  }

  @Test("has no line beyond the bound if nothing is there")
  func bounded() {
    #expect(Histogram([1], upTo: 10, bins: 2).lines(unit: "s", columns: 1).count == 2)
  }
}
