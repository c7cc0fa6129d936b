import Testing

@testable import status_bench

@Suite("A bench")
struct BenchTests {
  private final class Journal {
    var entries: [String] = []
  }

  private let plan = RunPlan(warmUps: 1, minimum: 3, maximum: 3, bound: 0, patience: 100)

  @Test("runs a figure and its references in turn, turning the order round, after a warm-up")
  func order() async throws {
    let journal = Journal()
    var bench = Bench(suite: "test", isQuick: false, plan: plan)
    let floor = Trial.floor("floor") {
      journal.entries.append("f")
      return 4
    }
    try await bench.measure("work", unit: "x/s", beside: [floor]) {
      journal.entries.append("w")
      return Double(journal.entries.count)
    }
    #expect(journal.entries.joined() == "wfwffwwf")
    let figure = try #require(bench.figures.first)
    #expect(figure.values == [3, 6, 7])
    #expect(figure.median == 6)
    #expect(figure.minimum == 3)
    #expect(figure.maximum == 7)
    #expect(figure.references.map(\.name) == ["floor"])
    #expect(figure.references.first?.values == [4, 4, 4])
    #expect(figure.references.first?.ratio == 1.5)
  }

  @Test("takes the ratio within each round, not of the medians")
  func pairedRatio() async throws {
    var bench = Bench(suite: "test", isQuick: false, plan: plan)
    var moods: [Double] = [1, 1, 10, 100]
    var mood = 1.0
    let baseline = Trial.baseline("baseline") { mood * 2 }
    let runs = plan.maximum
    try await bench.measure("work", unit: "x/s", beside: [baseline]) {
      mood = moods.removeFirst()
      return mood
    }
    // The turned second round measures the baseline in the mood of the first.
    #expect(bench.figures.first?.references.first?.values == [2, 2, 200])
    #expect(bench.figures.first?.references.first?.ratio == 0.5)
    #expect(bench.figures.first?.values.count == runs)
  }

  @Test("judges a goal by the median, a percentile or a ratio")
  func goals() async throws {
    var bench = Bench(suite: "test", isQuick: false, plan: plan)
    try await bench.measure(
      "work", unit: "x/s",
      goals: [
        .median(atLeast: 10), .median(atLeast: 10.5), .median(atMost: 10), .median(atMost: 9),
        .ratio(to: "half", atLeast: 2), .ratio(to: "half", atMost: 1.9),
      ], beside: [.other("half") { 5 }]
    ) { 10 }
    #expect(bench.figures.first?.goals.map(\.isMet) == [true, false, true, false, true, false])
    #expect(bench.figures.first?.goals.map(\.value) == [10, 10, 10, 10, 2, 2])

    // What is missed by less than the noise is said to be so.
    var values: [Double] = [14, 10, 12]
    try await bench.measure(
      "noisy", unit: "x/s",
      goals: [
        .median(atLeast: 14), .median(atLeast: 14.1), .median(atMost: 10), .median(atMost: 9.9),
        .median(atLeast: 12), .ratio(to: "half", atLeast: 2.8), .ratio(to: "half", atLeast: 2.9),
      ], beside: [.other("half") { 5 }]
    ) {
      values.append(values.removeFirst())
      return values[2]
    }
    let noisy = try #require(bench.figures.last)
    #expect(noisy.goals.map(\.isMet) == [false, false, false, false, true, false, false])
    #expect(noisy.goals.map(\.isAtLimit) == [true, false, true, false, false, true, false])

    try await bench.measureLatency(
      "wait", unit: "ns", goals: [.percentile(99, atMost: 99), .percentile(100, atMost: 99)],
      runs: 2
    ) { (1...100).map(Double.init) }
    let wait = try #require(bench.figures.last)
    #expect(wait.goals.map(\.isMet) == [true, false])
    #expect(wait.values == [50.5, 50.5])
    #expect(wait.percentiles?.samples == 200)
    #expect(wait.percentiles?.p50 == 50)
    #expect(wait.percentiles?.p90 == 90)
    #expect(wait.percentiles?.p99 == 99)
    #expect(wait.percentiles?.max == 100)
  }

  @Test("runs everything once if there is little time")
  func quick() async throws {
    var bench = Bench(suite: "test", isQuick: true)
    #expect(bench.scaled(1000) == 50)
    #expect(bench.scaled(3) == 1)
    #expect(Bench(suite: "test", isQuick: false).scaled(1000) == 1000)
    var runs = 0
    try await bench.measure("work", unit: "x/s") {
      runs += 1
      return 1
    }
    #expect(runs == 1)
  }

  @Test("tells of each figure as it is measured")
  func report() async throws {
    let journal = Journal()
    var bench = Bench(suite: "test", isQuick: true) { journal.entries.append($0.id) }
    try await bench.measure("a", unit: "x/s") { 1 }
    try await bench.measure("b", unit: "x/s") { 1 }
    #expect(journal.entries == ["test: a", "test: b"])
  }

  @Test("measures only the figures that are wanted")
  func wanted() async throws {
    var bench = Bench(suite: "test", isQuick: true, wanted: "drain")
    var runs = 0
    for name in ["append", "drain 1", "drain 2"] {
      let figure = try await bench.measure(name, unit: "x/s") {
        runs += 1
        return 1
      }
      #expect(figure?.name == (name == "append" ? nil : name))
      try await bench.measureLatency("\(name), latency", unit: "ns") {
        runs += 1
        return [1]
      }
    }
    #expect(runs == 4)
    #expect(bench.figures.map(\.name) == bench.figures.map(\.name).filter { $0.contains("drain") })
  }
}
