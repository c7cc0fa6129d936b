import Foundation
import Testing

@testable import status_bench

@Suite("A report")
struct ReportTests {
  @Test("is read as it was written")
  func roundTrip() throws {
    let figure = Figure(
      suite: "test", name: "wait", unit: "ns", better: .lower, values: [2, 3],
      samples: [1, 2, 3, 4],
      references: [Reference(name: "r", kind: .floor, values: [1, 2], figure: [2, 3])],
      goals: [.percentile(99, atMost: 5), .ratio(to: "r", atLeast: 1)])
    let report = Report.of([figure, .measured("a", [1.5])], isQuick: true)
    #expect(try Report(report.json(), from: "it") == report)
    let text = String(decoding: try report.json(), as: UTF8.self)
    #expect(text.contains("\"version\" : 1"))
  }

  @Test(
    "says what is wrong with a file that is none",
    arguments: ["", "{}", "[1]", "hello", "{\"v\": 1"])
  func foreign(text: String) {
    let error = #expect(throws: BenchError.self) { try Report(Data(text.utf8), from: "'f'") }
    #expect(error?.code == .usage)
    #expect(error?.message == "'f' is no report, expected a report of status-bench --format json")
  }

  @Test("of another version is refused", arguments: [0, 2])
  func version(number: Int) {
    let data = Data("{\"version\": \(number), \"figures\": 7}".utf8)
    let error = #expect(throws: BenchError.self) { try Report(data, from: "'f'") }
    #expect(error?.message == "'f' is a report of version \(number), expected version 1")
  }

  @Test("that is cut or lacks a field is damaged")
  func damaged() {
    let error = #expect(throws: BenchError.self) {
      try Report(Data("{\"version\": 1, \"figures\": []}".utf8), from: "'f'")
    }
    #expect(error?.message.contains("'f' is a damaged report") == true)
  }

  @Test("names the machine and the build")
  func current() {
    let machine = Machine.current()
    #expect(machine.cores > 0)
    #expect(!machine.processor.isEmpty)
    #expect(machine.kernel.split(separator: " ").count == 3)
    #expect(Build.current.swift.hasPrefix("6."))
  }
}
