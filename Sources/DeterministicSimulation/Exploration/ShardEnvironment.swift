/// What says which share of the runs a process makes: its command line, and variables of its
/// environment.
///
/// - `STATUS_SHARD` is `I/N`, or `auto`: then the first engine below counts whose variables are set.
/// - `TEST_SHARD_INDEX` with `TEST_TOTAL_SHARDS`, as Bazel and GoogleTest have them, count always; the
///   file that `TEST_SHARD_STATUS_FILE` names is touched.
/// - `CI_NODE_INDEX` with `CI_NODE_TOTAL`: GitLab, from 1. Of a job that is not parallel there is
///   only the total, 1.
/// - `JOB_COMPLETION_INDEX`: Kubernetes, which does not say of how many; `STATUS_SHARDS` does.
/// - `SLURM_ARRAY_TASK_ID` with `_MIN`, `_MAX`, `_STEP` and `_COUNT`: Slurm, whose list has to be a plain
///   range.
///
/// Engines set theirs for unrelated matrices too, so all but Bazel's need `auto`. A variable without
/// its fellow, a number out of range, two answers that differ, and `auto` without an answer are errors.
package struct ShardEnvironment {
  private let variable: (String) -> String?

  /// - Parameter variable: gives a variable's value; `nil` for one that is not set.
  package init(_ variable: @escaping (String) -> String?) {
    self.variable = variable
  }

  /// The variables that say something.
  package static let variables = [
    request, "TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", "TEST_SHARD_STATUS_FILE", "CI_NODE_INDEX",
    "CI_NODE_TOTAL", "JOB_COMPLETION_INDEX", "STATUS_SHARDS", "SLURM_ARRAY_TASK_ID",
    "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP",
    "SLURM_ARRAY_TASK_COUNT",
  ]

  private static let request = "STATUS_SHARD"

  /// The share that is asked for.
  ///
  /// - Parameter option: what the command line says, `I/N` or `auto`; `nil` if it says nothing.
  package func shard(option: String? = nil) throws(InvalidShard) -> Shard {
    var answers: [(source: String, shard: Shard)] = []
    if let shard = try bazel() { answers.append(("TEST_SHARD_INDEX", shard)) }
    for (source, request) in [("--shard", option), (Self.request, variable(Self.request))] {
      guard let request else { continue }
      let shard = request == "auto" ? try engine(for: source) : try explicit(request, source)
      answers.append((source, shard))
    }
    guard let first = answers.first else { return .whole }
    if let other = answers.first(where: { $0.shard != first.shard }) {
      throw InvalidShard(
        """
        \(first.source) asks for the share \(first.shard) of the runs, and \(other.source) for \
        \(other.shard): unset one of them
        """)
    }
    return first.shard
  }

  private func explicit(_ text: String, _ source: String) throws(InvalidShard) -> Shard {
    do { return try Shard(parsing: text) } catch {
      // An option and its value, as a user types them.
      let separator = source == Self.request ? " is " : " "
      throw InvalidShard("\(source)\(separator)\(error), or auto")
    }
  }

  /// The share by the variables of whatever engine there is.
  private func engine(for source: String) throws(InvalidShard) -> Shard {
    if let shard = try bazel() { return shard }
    if let shard = try gitLab() { return shard }
    if let shard = try kubernetes() { return shard }
    if let shard = try slurm() { return shard }
    if let total = value("CI_NODE_TOTAL") {
      // A job that is not parallel.
      guard total == "1" else { throw lack("CI_NODE_INDEX", beside: "CI_NODE_TOTAL") }
      return .whole
    }
    throw InvalidShard(
      """
      \(source) is auto, and no engine says which share it is: none of TEST_SHARD_INDEX, \
      CI_NODE_INDEX, JOB_COMPLETION_INDEX and SLURM_ARRAY_TASK_ID is set
      """)
  }

  private func bazel() throws(InvalidShard) -> Shard? {
    // It counts always, so that one that a script has left empty must not make all runs.
    for name in ["TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS"] where variable(name) == "" {
      throw InvalidShard("\(name) is empty: expected a number, or unset it")
    }
    return try pair("TEST_SHARD_INDEX", of: "TEST_TOTAL_SHARDS", from: 0)
  }

  private func gitLab() throws(InvalidShard) -> Shard? {
    guard value("CI_NODE_INDEX") != nil else { return nil }
    return try pair("CI_NODE_INDEX", of: "CI_NODE_TOTAL", from: 1)
  }

  private func kubernetes() throws(InvalidShard) -> Shard? {
    guard value("JOB_COMPLETION_INDEX") != nil else { return nil }
    return try pair("JOB_COMPLETION_INDEX", of: "STATUS_SHARDS", from: 0)
  }

  private func pair(
    _ index: String, of total: String, from origin: Int
  ) throws(InvalidShard) -> Shard? {
    guard let count = try number(total) else {
      if value(index) != nil { throw lack(total, beside: index) }
      return nil
    }
    guard let place = try number(index) else { throw lack(index, beside: total) }
    guard (1...Shard.most).contains(count) else {
      throw InvalidShard("\(total) is '\(count)': expected 1 to \(Shard.most) shares")
    }
    guard place >= origin, place - origin < count else {
      throw InvalidShard(
        "\(index) is '\(place)': expected \(origin) to \(count - 1 + origin), by \(total)")
    }
    return Shard(index: place - origin, of: count)
  }

  private func slurm() throws(InvalidShard) -> Shard? {
    let name = "SLURM_ARRAY_TASK_ID"
    guard let task = try number(name) else { return nil }
    func required(_ suffix: String) throws(InvalidShard) -> Int {
      let other = "SLURM_ARRAY_TASK_\(suffix)"
      guard let number = try number(other) else { throw lack(other, beside: name) }
      return number
    }
    let first = try required("MIN")
    let last = try required("MAX")
    let count = try required("COUNT")
    let step = try number("SLURM_ARRAY_TASK_STEP") ?? 1
    guard step > 0, first <= last, (last - first) / step == count - 1,
      (last - first).isMultiple(of: step)
    else {
      throw InvalidShard(
        """
        SLURM_ARRAY_TASK_COUNT is '\(count)', and from \(first) to \(last) by \(step) there are \
        other tasks: expected an array that is a plain range, such as --array=0-7 or 1-15:2
        """)
    }
    guard task >= first, task <= last, (task - first).isMultiple(of: step) else {
      throw InvalidShard("\(name) is '\(task)': expected one of \(first) to \(last) by \(step)")
    }
    guard count <= Shard.most else {
      throw InvalidShard(
        "SLURM_ARRAY_TASK_COUNT is '\(count)': expected at most \(Shard.most) shares")
    }
    return Shard(index: (task - first) / step, of: count)
  }

  /// The value of an engine's variable; one that is empty counts as one that is not set.
  private func value(_ name: String) -> String? {
    variable(name).flatMap { $0.isEmpty ? nil : $0 }
  }

  private func number(_ name: String) throws(InvalidShard) -> Int? {
    guard let text = value(name) else { return nil }
    guard let number = Int(digits: text) else {
      throw InvalidShard("\(name) is '\(text)': expected a number")
    }
    return number
  }

  private func lack(_ name: String, beside other: String) -> InvalidShard {
    InvalidShard("\(name) is not set, and \(other) is: expected both or neither")
  }
}
