extension Core {
  /// Takes a job of a lane, on whatever thread that calls.
  ///
  /// A job belongs to the task that runs, which is about to enter the lane, or to the parked task
  /// that is being resumed into it; the two are the same to see.
  func enqueue(_ job: UnownedJob, on lane: Lane, otherwise facade: TaskFacade) {
    guard isOnOwnThread else {
      return inbox.append(.call(name: "the lane \"\(lane.name)\"", site: facade.site))
    }
    enqueue(.laneJob(job, lane), of: current ?? facade)
  }
}
