/// The tree of schedules of a reduced depth-first exploration, as far as it is still to be walked.
///
/// Before an option of a node is taken, those taken before it are put to sleep, with what their first
/// steps have touched. So a node waits for the run of its last option, and what is run does not hang
/// on the number of threads.
struct SleepSetTree {
  private struct Place {
    let number: Int
    /// The choices up to the node.
    let choices: ArraySlice<Int>
    var node: SleepSetScheduler.Node
    var isUnderWay = false
  }

  /// From the root on.
  private var places: [Place] = []
  private var made = 0

  var isEmpty: Bool { places.isEmpty }

  /// Takes the next option that need not wait, and returns it with the number of its node.
  mutating func next() -> (scheduler: SleepSetScheduler, node: Int)? {
    guard let index = places.lastIndex(where: { !$0.isUnderWay }),
      let option = places[index].node.options.popLast()
    else { return nil }
    let place = places[index]
    if place.node.isPick {
      places[index].isUnderWay = true
    } else if place.node.options.isEmpty {
      places.remove(at: index)
    }
    let scheduler = SleepSetScheduler(
      choices: place.choices, option: option, asleep: place.node.asleep)
    return (scheduler, place.number)
  }

  /// Takes note of a finished run.
  ///
  /// - Parameter number: The node whose option it took; `nil` for the first run.
  mutating func finish(_ run: SleepSetScheduler, choices: [Int], ofNode number: Int?) {
    if let index = places.lastIndex(where: { $0.number == number }) {
      places[index].isUnderWay = false
      if let task = run.replacedTask, let footprint = run.replacementFootprint {
        places[index].node.asleep.insert(task, footprint)
      }
      if places[index].node.options.isEmpty { places.remove(at: index) }
    }
    for node in run.nodes {
      made += 1
      places.append(Place(number: made, choices: choices[..<node.position], node: node))
    }
  }
}
