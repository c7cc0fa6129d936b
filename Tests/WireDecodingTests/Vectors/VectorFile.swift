import Foundation

/// A file of `Fixtures/Vectors`: its cases by what runs them.
struct VectorFile: Sendable {
  var eventStreamCases: [VectorCase] = []
  var eventStreamEncoderCases: [VectorCase] = []
  var webSocketCases: [VectorCase] = []
  var webSocketEncoderCases: [VectorCase] = []
  var handshakeCases: [VectorCase] = []

  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent()
    .appending(path: "../../../Fixtures/Vectors").standardizedFileURL

  /// Every file of the folder, in the order of their names.
  static func all() throws -> [VectorFile] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map { try VectorFile(name: $0.lastPathComponent, contents: Data(contentsOf: $0)) }
  }

  init(name: String, contents: Data) throws {
    var fields = try VectorFields(
      JSONDecoder().decode(JSONValue.self, from: contents), name)
    fields.ignore("title", "spec", "how_to_run", "open_questions")
    let version = try fields.int("version")
    guard version == 1 else { throw VectorFault("\(name) is of version \(version)") }

    let cases = try fields.array("cases").map { VectorCase(file: name, value: $0) }
    try Self.check(fields.int("count"), cases.count, name)
    for vector in cases {
      if try vector.fields().has("role") {
        webSocketCases.append(vector)
      } else {
        eventStreamCases.append(vector)
      }
    }

    switch fields.takeIfPresent("encoder") {
    case nil: break
    case .array(let values):
      webSocketEncoderCases = values.map { VectorCase(file: name, value: $0) }
      try Self.check(fields.intIfPresent("encoder_count"), values.count, name)
    case .some(let value):
      var encoder = try VectorFields(value, "\(name).encoder")
      encoder.ignore("how_to_run")
      eventStreamEncoderCases = try encoder.array("cases").map { VectorCase(file: name, value: $0) }
      try Self.check(encoder.intIfPresent("count"), eventStreamEncoderCases.count, name)
      try encoder.finish()
    }

    handshakeCases = try (fields.arrayIfPresent("handshake") ?? [])
      .map { VectorCase(file: name, value: $0) }
    try Self.check(fields.intIfPresent("handshake_count"), handshakeCases.count, name)
    try fields.finish()
  }

  private static func check(_ stated: Int?, _ count: Int, _ name: String) throws {
    if let stated, stated != count {
      throw VectorFault("\(name) states \(stated) cases where it has \(count)")
    }
  }
}
