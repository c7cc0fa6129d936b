/// A serial executor that lets the messages of an actor interleave one by one.
///
/// A simulation runs an actor's pending messages in one step, as many as there are. An actor that
/// takes a lane as its executor has one step for each, so that exploration sees their orders:
///
/// <!-- example, then try simulate { sim in _ = Account(in: sim) } -->
/// ```swift
/// actor Account {
///   private let lane: Lane
///   nonisolated var unownedExecutor: UnownedSerialExecutor {
///     unsafe lane.asUnownedSerialExecutor()
///   }
///
///   init(in sim: Simulation) { lane = sim.lane("account") }
/// }
/// ```
public final class Lane: SimulatedLane {
  /// The name of the lane in errors.
  public let name: String

  let resource: SharedResource
  private let facade: TaskFacade
  private let number: Int

  init(name: String, facade: TaskFacade, number: Int) {
    self.name = name
    self.facade = facade
    self.number = number
    resource = SharedResource("lane", facade.label)
  }

  /// Takes a message of the actor; called by the concurrency runtime.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let core = facade.core
    guard core.isOnOwnThread else {
      return core.inbox.append(.call(name: "the lane \"\(name)\"", site: facade.site))
    }
    // The job belongs to the task that runs, which is about to enter the lane, or to the parked
    // task that is being resumed into it; the two are the same to see.
    core.enqueue(
      RunQueue.Entry(
        work: .laneJob(job, lane: number), task: core.state.current ?? facade.id,
        target: StepTarget(lane: number)))
  }
}

extension Core {
  /// Makes and registers a lane.
  func makeLane(_ name: String, _ site: SourceSite) -> Lane {
    let facade = makeFacade("lane \(name)", site, .executor)
    guard isOnOwnThread else { return Lane(name: name, facade: facade, number: -1) }
    let lane = Lane(name: name, facade: facade, number: state.lanes.count)
    state.lanes.append(lane)
    return lane
  }
}
