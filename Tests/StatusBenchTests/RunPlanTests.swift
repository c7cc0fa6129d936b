import Testing

@testable import status_bench

@Suite("A run plan")
struct RunPlanTests {
  private let plan = RunPlan(warmUps: 0, minimum: 7, maximum: 9, bound: 0.1, patience: 10)
  private let steady = [Double](repeating: 100, count: 7)
  private let wild: [Double] = [50, 60, 70, 100, 130, 140, 150]

  @Test("is carried out when every median is stable")
  func stable() {
    #expect(plan.isEnough([steady, steady], after: 0))
    #expect(!plan.isEnough([steady, wild], after: 0))
    #expect(!plan.isEnough([wild, steady], after: 0))
  }

  @Test("wants a minimum of runs, however stable, and three however late")
  func minimum() {
    #expect(!plan.isEnough([Array(steady.dropLast())], after: 29.9))
    #expect(plan.isEnough([Array(steady.prefix(3))], after: 30))
    #expect(!plan.isEnough([Array(steady.prefix(2))], after: 100))
    #expect(!plan.isEnough([[]], after: 100))
  }

  @Test("gives up at the maximum or when patience ends")
  func limits() {
    #expect(!plan.isEnough([wild + [100]], after: 9.9))
    #expect(plan.isEnough([wild + [100]], after: 10))
    #expect(plan.isEnough([wild + [100, 100]], after: 0))
  }
}
