import GoldenTranscripts
import StatusStreaming

/// What is judged of what a buffer refuses for want of room.
extension BufferRecording {
  func refusing(
    against rule: ConformanceRule, _ limits: StatusBuffer.Limits, capacity: Int?
  ) -> Finding? {
    switch rule.id {
    case 609: remainder
    case 610: plan == .traceCap ? wrongTraceCap(limits) : wrongByteCap(limits, capacity: capacity)
    case 611: plan == .traceCap ? keptRoom(limits) : lostRoom
    default: nil
    }
  }

  /// What is left of a call that was refused, or does not come after it.
  private var remainder: Finding? {
    for (index, call) in calls.enumerated() {
      if call.caller == "an outsider", call.error == nil {
        return Finding(
          expected: "an error, since \(call.trace) was refused", seen: "\(call): \(call.ending)",
          at: .call(index + 1))
      }
    }
    for trace in traces where calls.contains(where: { $0.trace == trace && $0.isFinish }) {
      if let finding = remainder(in: trace) { return finding }
    }
    return nil
  }

  private func remainder(in trace: TraceID) -> Finding? {
    let writes = calls.enumerated().filter { _, call in
      call.trace == trace && call.content != nil
    }
    guard writes.contains(where: { $0.element.isAppend && $0.element.error != nil }) else {
      return nil
    }
    var count = 0
    for (index, call) in writes where call.isFinish || call.error == nil {
      count += 1
      guard call.number != count else { continue }
      return Finding(
        expected: "number \(count), since what was refused takes none",
        seen: "\(call): \(call.ending)", at: .call(index + 1))
    }
    var accepted = writes.filter { $0.element.error == nil }.compactMap(\.element.content)
    var seen = calls.filter { $0.trace == trace }.compactMap(\.events).last ?? []
    var dropped = 0
    if plan == .byteCap, case .gap(let lost) = seen.first?.event.content {
      dropped = min(max(lost, 0), accepted.count)
      accepted.removeFirst(dropped)
      seen.removeFirst()
    }
    let place = zip(accepted, seen).prefix { $0 == $1.unnumbered }.count
    if place < max(accepted.count, seen.count) {
      return Finding(
        expected: place < accepted.count
          ? "\(accepted[place])" : "nothing more, since it was refused",
        seen: place < seen.count ? "\(seen[place])" : "nothing more", at: .event(place + 1))
    }
    let number = seen.indices.first { seen[$0].event.sequence?.rawValue != dropped + $0 + 1 }
    return number.map {
      Finding(expected: "number \(dropped + $0 + 1)", seen: "\(seen[$0])", at: .event($0 + 1))
    }
  }

  /// A refusal by another code than the one that says what is too many.
  private func misnamed(_ code: BufferError.Code, _ index: Int) -> Finding? {
    guard let given = calls[index].code, given != code else { return nil }
    return Finding(
      expected: "a BufferError with the code \(code), or an error of another type",
      seen: "\(calls[index]): \(calls[index].ending)", at: .call(index + 1))
  }

  /// The opens, each with how many traces are held then and whether one was removed before.
  private var openings: [(index: Int, held: Int, isAfterRemoval: Bool)] {
    var held: Set<TraceID> = []
    var hasRemoved = false
    var openings: [(Int, Int, Bool)] = []
    for (index, call) in calls.enumerated() {
      switch call.operation {
      case .open:
        openings.append((index, held.count, hasRemoved))
        if call.error == nil { held.insert(call.trace) }
      case .remove:
        held.remove(call.trace)
        hasRemoved = true
      default: break
      }
    }
    return openings
  }

  private func wrongTraceCap(_ limits: StatusBuffer.Limits) -> Finding? {
    let limit = limits.traces ?? .max
    let firstEnd = calls.firstIndex(where: \.isFinish) ?? calls.endIndex
    for (index, held, isAfterRemoval) in openings {
      let call = calls[index]
      if held >= limit {
        if call.error != nil {
          if let finding = misnamed(.tooManyTraces, index) { return finding }
          continue
        }
        // One that has ended may have gone.
        if index > firstEnd {
          if let finding = excess(over: limit, since: index) { return finding }
          continue
        }
        return Finding(
          expected: "an error, since \(limit) traces are held, the limit",
          seen: "\(call): \(call.ending)", at: .call(index + 1))
      }
      if call.error != nil, !isAfterRemoval {
        return Finding(
          expected: "no error, since \(held) of \(limit) traces are held",
          seen: "\(call): \(call.ending)", at: .call(index + 1))
      }
    }
    return nil
  }

  /// More traces that can be read, of those that have ended and the one that was opened then.
  private func excess(over limit: Int, since opening: Int) -> Finding? {
    let read = calls[opening...].filter { $0.events?.isEmpty == false }
    let held = Set(read.map(\.trace)).count + 1
    guard held > limit else { return nil }
    return Finding(
      expected: "an error, or one of the traces that have ended to go: the limit is \(limit)",
      seen: "\(calls[opening]): \(calls[opening].ending), and \(held) traces are held",
      at: .call(opening + 1))
  }

  private func keptRoom(_ limits: StatusBuffer.Limits) -> Finding? {
    let limit = limits.traces ?? .max
    let refused = openings.first { $0.held < limit && calls[$0.index].error != nil }
    return refused.map { index, held, _ in
      Finding(
        expected: "no error, since a trace was removed and \(held) of \(limit) are held",
        seen: "\(calls[index]): \(calls[index].ending)", at: .call(index + 1))
    }
  }

  /// Also where no bytes are limited but the updates of a trace are, of which the code is judged.
  private func wrongByteCap(_ limits: StatusBuffer.Limits, capacity: Int?) -> Finding? {
    let limit = limits.bytes ?? .max
    var held = HeldBytes(capacity: capacity)
    for (index, call) in calls.enumerated() {
      if call.operation == .remove { held = HeldBytes(capacity: capacity) }
      guard case .append(let update) = call.operation else { continue }
      let size = update.message?.utf8.count ?? 0
      if call.error != nil {
        // A trace may be full before the buffer is.
        if held.isAtCapacity, misnamed(.full, index) == nil { continue }
        let code: BufferError.Code = plan == .refusals ? .full : .tooManyBytes
        if let finding = misnamed(code, index) { return finding }
        guard traces.first == call.trace, held.isEmpty || held.hasRoom(for: size, in: limits.bytes)
        else { continue }
        return Finding(
          expected: "no error, since \(held)", seen: "\(caller(of: call)): \(call.ending)",
          at: .call(index + 1))
      }
      held.add(size)
      let bytes = held.least
      guard plan == .byteCap, bytes > limit else { continue }
      return Finding(
        expected: "an error, since the messages come to \(bytes) bytes; the limit is \(limit)",
        seen: "\(caller(of: call)): \(call.ending)", at: .call(index + 1))
    }
    return nil
  }

  /// Who appends to which trace, without the long message.
  private func caller(of call: BufferCall) -> String { "\(call.caller) appends to \(call.trace)" }

  /// A trace that takes fewer bytes than the one before it, which was removed.
  private var lostRoom: Finding? {
    let counts = traces.map { trace in appends(to: trace).count { $0.error == nil } }
    let place = counts.indices.dropFirst().first { counts[$0] < counts[0] }
    return place.map { place in
      Finding(
        expected: "\(counts[0]) updates to be taken by \(traces[place]), as by \(traces[0]), which "
          + "was removed",
        seen: "\(counts[place])")
    }
  }

  /// A look at the counters that shows something else than what was called.
  var miscount: Finding? {
    var open: Set<TraceID> = []
    var held: Set<TraceID> = []
    var refused = StatusBuffer.Counters.Refused()
    for (index, call) in calls.enumerated() {
      switch call.operation {
      case .open:
        if call.error == nil {
          open.insert(call.trace)
          held.insert(call.trace)
        } else if call.caller != "an intruder" {
          refused.traces += 1
        }
      case .append where call.error != nil && call.caller != "a straggler": refused.updates += 1
      case .finish: open.remove(call.trace)
      case .remove:
        open.remove(call.trace)
        held.remove(call.trace)
      case .count:
        guard case .counters(let counters) = call.answer else { continue }
        let pairs = [
          ("traces", held.count, counters.traces), ("open traces", open.count, counters.openTraces),
          ("refused traces", refused.traces, counters.refused.traces),
          ("refused updates", refused.updates, counters.refused.updates),
          ("viewers", 0, counters.viewers),
          ("bytes", held.isEmpty ? 0 : counters.bytes ?? 0, counters.bytes ?? 0),
        ]
        if let (name, expected, seen) = pairs.first(where: { $0.1 != $0.2 }) {
          return Finding(
            expected: "\(expected) \(name)", seen: "\(seen), in \(call.ending)",
            at: .call(index + 1))
        }
      default: break
      }
    }
    return nil
  }
}
