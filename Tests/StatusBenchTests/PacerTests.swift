import Testing

@testable import status_bench

@Suite("A pacer")
struct PacerTests {
  @Test("does something once in every unit of time, in order")
  func units() {
    let moments = (0..<1_000).map(Pacer.moment)
    #expect(moments == moments.sorted())
    #expect(moments.map { Int($0) } == Array(0..<1_000))
  }

  @Test("meets every phase of what is periodic equally often")
  func phases() {
    let moments = (0..<1_000).map(Pacer.moment)
    for period in [1.0, 5, 50] {
      let places = moments.map { ($0 / period).truncatingRemainder(dividingBy: 1) }
      let counts = Histogram(places, upTo: 1, bins: 10).counts.dropLast()
      #expect(counts.allSatisfy { (90...110).contains($0) }, "\(period): \(counts)")
    }
  }

  @Test("returns what was done, each in its place")
  func results() async {
    #expect(await Pacer.repeating(5, rate: 100_000) { $0 * $0 } == [0, 1, 4, 9, 16])
  }
}
