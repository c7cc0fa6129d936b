import Foundation

/// A thread of its own that does something at given moments.
enum Pacer {
  /// Does something a number of times at a steady rate on average, at moments that meet every phase
  /// of whatever else is periodic equally often.
  ///
  /// Each moment is a deadline counted from the start, so one that is met late delays no other. A
  /// thread, because a task would compete with the monitor for the pool.
  ///
  /// - Parameters:
  ///   - rate: how often a second.
  ///   - action: is given its number, from 0.
  static func repeating<Result: Sendable>(
    _ count: Int, rate: Int, _ action: @escaping @Sendable (Int) -> Result
  ) async -> [Result] {
    await withCheckedContinuation { continuation in
      Thread {
        var results: [Result] = []
        results.reserveCapacity(count)
        let start = ContinuousClock.now
        for index in 0..<count {
          let rest = moment(index) / Double(rate) - start.seconds
          if rest > 0 { Thread.sleep(forTimeInterval: rest) }
          results.append(action(index))
        }
        continuation.resume(returning: results)
      }.start()
    }
  }

  /// When to do something for the nth time, in units of the mean time between two.
  ///
  /// Once in every unit; the places within it follow the golden ratio, whose multiples are spread
  /// evenly however many of them there are.
  static func moment(_ index: Int) -> Double {
    let place = Double(index) * 0.618_033_988_749_894_8
    return Double(index) + place - place.rounded(.down)
  }
}
