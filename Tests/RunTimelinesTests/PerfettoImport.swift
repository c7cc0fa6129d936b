import Foundation

/// What Perfetto's trace processor makes of a trace of JSON, as far as it can go wrong: its importer's
/// checks, each told as the error that it counts.
///
/// After `importers/json/json_trace_tokenizer.cc`, `json_trace_parser.cc`, `util/json_parser.h`,
/// `importers/common/slice_tracker.cc` and `flow_tracker.cc` of Perfetto in 2026.
struct PerfettoImport {
  struct Slice: Equatable {
    let ts: Int64
    let dur: Int64
    let name: String
  }

  private(set) var errors: [String] = []
  private(set) var sliceCount = 0
  private(set) var flows: [(origin: Slice, destination: Slice)] = []
  private var stacks: [Int: [Slice]] = [:]
  private var pairs: [String: Slice] = [:]
  private var sources: [String: Slice] = [:]

  /// Events after a slice from 5 to 10 µs on track 1 of process 1, with the errors that they make.
  static let refusals = [
    ("{\"ph\":\"M\",\"pid\":1,\"name\":\"\\ud83d\\ude00\"}", "surrogate"),
    ("{\"ph\":\"M\",\"pid\":1,\"name\":\"\\u00g0\"}", "escape"),
    ("{\"ph\":\"X\",\"pid\":1,\"ts\":99999999999999999999,\"dur\":1}", "integer overflow"),
    ("{\"pid\":1,\"ts\":1}", "json_tokenizer_failure: no phase"),
    ("{\"ph\":\"X\",\"pid\":1,\"dur\":1}", "json_tokenizer_failure: no ts"),
    ("{\"ph\":\"X\",\"pid\":1,\"ts\":\"soon\",\"dur\":1}", "json_tokenizer_failure: ts"),
    ("{\"ph\":\"X\",\"pid\":1,\"ts\":10000000000000000,\"dur\":1}", "ts beyond 64 bits"),
    ("{\"ph\":\"X\",\"pid\":1,\"ts\":1}", "json_parser_failure: no dur"),
    ("{\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":7,\"dur\":-1}", "slice_negative_duration"),
    ("{\"ph\":\"X\",\"pid\":1,\"tid\":1,\"ts\":7,\"dur\":9}", "slice_spill_overlapping"),
    ("{\"ph\":\"b\",\"ts\":7,\"id\":1,\"name\":\"a\"}", "json_parser_failure: no pid"),
    ("{\"ph\":\"b\",\"pid\":1,\"ts\":7,\"name\":\"a\"}", "json_parser_failure: no id"),
    ("{\"ph\":\"e\",\"pid\":1,\"ts\":7,\"id\":1,\"name\":\"a\"}", "end without begin"),
    ("{\"ph\":\"b\",\"pid\":1,\"ts\":7,\"id\":1,\"name\":\"a\"}", "begin without end"),
    ("{\"ph\":\"C\",\"pid\":1,\"ts\":7,\"name\":\"a\"}", "json_parser_failure: no counter"),
    (
      "{\"ph\":\"C\",\"pid\":1,\"ts\":7,\"name\":\"a\",\"args\":{\"a\":\"x\"}}",
      "json_parser_failure: counter"
    ),
    ("{\"ph\":\"i\",\"pid\":1,\"s\":\"x\",\"tid\":1,\"ts\":7}", "json_parser_failure: scope"),
    ("{\"ph\":\"i\",\"pid\":1,\"s\":\"t\",\"ts\":7}", "json_parser_failure: no tid"),
    (
      "{\"ph\":\"M\",\"pid\":1,\"name\":\"thread_name\",\"args\":{\"name\":\"\"}}",
      "json_parser_failure: empty name"
    ),
    (
      "{\"ph\":\"M\",\"pid\":1,\"name\":\"thread_sort_index\",\"args\":{\"sort_index\":\"1\"}}",
      "json_parser_failure: sort_index"
    ),
    ("{\"ph\":\"s\",\"pid\":1,\"tid\":1,\"ts\":7,\"name\":\"f\"}", "flow_invalid_id"),
    ("{\"ph\":\"s\",\"pid\":1,\"tid\":9,\"ts\":7,\"id\":1}", "flow_no_enclosing_slice"),
    (
      "{\"ph\":\"s\",\"pid\":1,\"tid\":1,\"ts\":7,\"id\":1},"
        + "{\"ph\":\"s\",\"pid\":1,\"tid\":1,\"ts\":7,\"id\":1}", "flow_duplicate_id"
    ),
    (
      "{\"ph\":\"f\",\"bp\":\"e\",\"pid\":1,\"tid\":1,\"ts\":7,\"id\":1}", "flow_end_without_start"
    ),
    ("{\"ph\":\"f\",\"pid\":1,\"tid\":1,\"ts\":7,\"id\":1}", "flow binds to the next slice"),
    ("{\"ph\":\"s\",\"pid\":1,\"tid\":1,\"ts\":7,\"id\":1}", "flow without end"),
    ("{\"ph\":\"Q\",\"pid\":1,\"ts\":7}", "phase Q"),
  ]

  init(_ text: String) throws {
    for match in text.matches(of: /\\u([0-9a-fA-F]{4})|\\u|\\./) {
      guard let digits = match.1 else {
        if match.0 == "\\u" { errors.append("escape \(match.0)") }
        continue
      }
      if let unit = Int(digits, radix: 16), 0xD800...0xDFFF ~= unit {
        errors.append("surrogate \(digits)")
      }
    }
    for match in text.matches(of: /[:\[,]-?([0-9]{16,})[,\]}.]/) where Int64(match.1) == nil {
      errors.append("integer overflow \(match.1)")
    }
    guard errors.isEmpty else { return }
    let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let events = json?["traceEvents"] as? [[String: Any]] ?? []
    var timed: [(ts: Int64, event: [String: Any])] = []
    for event in events {
      guard let phase = event["ph"] as? String, !phase.isEmpty else {
        errors.append("json_tokenizer_failure: no phase")
        continue
      }
      if let ts = time(event, "ts") {
        timed.append((ts, event))
      } else if phase == "M" {
        timed.append((0, event))
      }
    }
    // The sorter keeps what is of one time in its order.
    for (_, (ts, event)) in timed.enumerated().sorted(by: {
      ($0.element.ts, $0.offset) < ($1.element.ts, $1.offset)
    }) {
      take(event, ts)
    }
    errors += pairs.keys.sorted().map { "begin without end: \($0)" }
    errors += sources.keys.sorted().map { "flow without end: \($0)" }
  }

  /// A time in nanoseconds.
  private mutating func time(_ event: [String: Any], _ key: String) -> Int64? {
    guard let value = event[key] else {
      if key == "ts", event["ph"] as? String != "M" {
        errors.append("json_tokenizer_failure: no \(key)")
      }
      return nil
    }
    guard let number = value as? NSNumber else {
      errors.append("json_tokenizer_failure: \(key)")
      return nil
    }
    let micro = number.doubleValue
    guard abs(micro) < 9.2e15 else {
      errors.append("\(key) beyond 64 bits")
      return nil
    }
    return micro == micro.rounded(.towardZero)
      ? number.int64Value * 1_000 : Int64((micro * 1_000).rounded())
  }

  private mutating func take(_ event: [String: Any], _ ts: Int64) {
    let pid = event["pid"] as? Int
    let tid = event["tid"] as? Int ?? pid ?? 0
    let name = event["name"] as? String ?? ""
    let id = event["id"].map { "\($0)" }
    let arguments = event["args"] as? [String: Any] ?? [:]
    switch event["ph"] as? String ?? "" {
    case "X":
      guard let dur = time(event, "dur") else {
        return errors.append("json_parser_failure: no dur")
      }
      push(Slice(ts: ts, dur: dur, name: name), on: tid)
    case "b", "e":
      guard pid != nil else { return errors.append("json_parser_failure: no pid") }
      guard let id else { return errors.append("json_parser_failure: no id") }
      let key = "\(id) \(event["cat"] as? String ?? "") \(name)"
      if event["ph"] as? String == "b" {
        pairs[key] = Slice(ts: ts, dur: 0, name: name)
      } else if pairs.removeValue(forKey: key) == nil {
        errors.append("end without begin: \(key)")
      }
    case "C":
      if arguments.isEmpty { errors.append("json_parser_failure: no counter") }
      for (_, value) in arguments where !(value is NSNumber) {
        errors.append("json_parser_failure: counter \(value)")
      }
    case "i":
      let scope = event["s"] as? String ?? "t"
      if !["g", "p", "t"].contains(scope) { errors.append("json_parser_failure: scope \(scope)") }
      if scope == "t", event["tid"] == nil { errors.append("json_parser_failure: no tid") }
    case "M": takeName(name, arguments)
    case "s", "f": takeFlow(event, id, on: tid)
    case let phase: errors.append("phase \(phase)")
    }
  }

  private mutating func takeName(_ kind: String, _ arguments: [String: Any]) {
    if ["thread_name", "process_name"].contains(kind), arguments["name"] as? String ?? "" == "" {
      errors.append("json_parser_failure: empty name")
    }
    if kind == "thread_sort_index", !(arguments["sort_index"] is NSNumber) {
      errors.append("json_parser_failure: sort_index")
    }
  }

  private mutating func takeFlow(_ event: [String: Any], _ id: String?, on tid: Int) {
    guard let id else { return errors.append("flow_invalid_id") }
    let isStart = event["ph"] as? String == "s"
    if !isStart, event["bp"] as? String != "e" {
      return errors.append("flow binds to the next slice: \(id)")
    }
    guard let slice = stacks[tid]?.last else {
      return errors.append("flow_no_enclosing_slice: \(id)")
    }
    if isStart {
      if sources.updateValue(slice, forKey: id) != nil { errors.append("flow_duplicate_id: \(id)") }
    } else if let origin = sources.removeValue(forKey: id) {
      flows.append((origin, slice))
    } else {
      errors.append("flow_end_without_start: \(id)")
    }
  }

  private mutating func push(_ slice: Slice, on tid: Int) {
    if slice.dur < 0 { return errors.append("slice_negative_duration: \(slice.name)") }
    var stack = stacks[tid] ?? []
    while let top = stack.last {
      let end = top.ts + top.dur
      let isOver = end < slice.ts || end == slice.ts && !(top.dur == 0 && slice.dur == 0)
      guard isOver else { break }
      stack.removeLast()
    }
    if stack.contains(where: { slice.ts < $0.ts + $0.dur && slice.ts + slice.dur > $0.ts + $0.dur })
    {
      errors.append("slice_spill_overlapping_complete_event: \(slice.name)")
    }
    if stack.count >= 512 { errors.append("slice_max_depth_exceeded: \(slice.name)") }
    stack.append(slice)
    stacks[tid] = stack
    sliceCount += 1
  }
}
