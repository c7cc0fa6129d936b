/// An adapter that does not speak the protocol.
struct AdapterFailure: Error, CustomStringConvertible {
  enum Code: Hashable {
    case couldNotStart(String)
    case died(String)
    case closed(String)
    case notJSON(String, line: String)
    case wrongAnswer(String, line: String)
    case timedOut(Duration)
  }

  let code: Code
  /// The call that was to be answered, with its number; `nil` outside of any.
  let call: String?

  /// How the process ends because of it: 1 for an answer that is wrong or late, 74 for none.
  var status: ExitStatus {
    switch code {
    case .wrongAnswer, .timedOut: .failure
    case .couldNotStart, .died, .closed, .notJSON: .inputOutput
    }
  }

  /// Names the call and says what was expected.
  var description: String {
    let place = call.map { ", when \($0) was to be answered" } ?? ""
    return switch code {
    case .couldNotStart(let reason): "the adapter could not start: \(reason)\(place)"
    case .died(let ending): "the adapter \(ending)\(place)"
    case .closed(let stream): "the adapter closed its \(stream)\(place)"
    case .notJSON(let reason, let line):
      "the adapter wrote no JSON object in a line\(place): \(reason) It wrote \(line.quoted)"
    case .wrongAnswer(let reason, let line):
      "the adapter answered wrongly\(place): \(reason); it wrote \(line.quoted)"
    case .timedOut(let time): "the adapter gave no answer within \(time)\(place)"
    }
  }
}
