import WireDecoding

/// Takes each line of the input as an event of AG-UI, and the first two that are JSON as a document and
/// a patch.
///
/// A crash is what traps, what takes for ever, an event that is read and is none, faults that hang on
/// who looks, and a patch that says one thing and does another.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let values = input.split(separator: 0x0A).compactMap { try? JSONValue(parsing: Array($0)) }
  var sequence = AGUISequence()
  for value in values {
    let declared = sequence.declaredVersion
    let unchecked = AGUIEvent(unchecked: value)
    if let event = try? AGUIEvent.read(value, declaring: declared) {
      precondition(event == unchecked, "what is read is what there is")
    }
    guard let event = unchecked else { continue }
    var other = sequence
    let faults = sequence.take(event)
    precondition(other.take(event) == faults, "the same faults")
    precondition(faults.allSatisfy { !$0.expected.isEmpty && !$0.found.isEmpty })
    precondition(event.kind != .runFinished || !sequence.isWithinRun)
    precondition(event.kind != .runStarted || sequence.isWithinRun)
    precondition(sequence.finish().isEmpty != sequence.isWithinRun)
  }
  if values.count > 1 { check(values[1], on: values[0]) }
  return 0
}

private func check(_ value: JSONValue, on document: JSONValue) {
  guard let patch = try? JSONPatch(value) else { return }
  for operation in patch.operations {
    guard case .test(let pointer, _) = operation else { continue }
    precondition(JSONPointer(pointer.description) == pointer, "a pointer is what it is written as")
  }
  guard let result = try? patch.applied(to: document) else { return }
  precondition((try? patch.applied(to: document)) == result, "the same result")
  precondition(result.isEqual(to: result), "a value is equal to itself")
  let isTest = patch.operations.allSatisfy { if case .test = $0 { true } else { false } }
  precondition(!isTest || result == document, "tests change nothing")
}
