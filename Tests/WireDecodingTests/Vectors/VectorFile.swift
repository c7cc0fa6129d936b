import Foundation

/// A file of `Fixtures/Vectors`: its cases by what runs them.
struct VectorFile: Sendable {
  var eventStreamCases: [VectorCase] = []
  var eventStreamEncoderCases: [VectorCase] = []
  var webSocketCases: [VectorCase] = []
  var webSocketEncoderCases: [VectorCase] = []
  var handshakeCases: [VectorCase] = []
  /// Files of one title are parts of one set.
  private var title: String
  /// For each list how many cases the file has, and how many it states that its set has.
  private var sizes: [String: (own: Int, stated: Int?)] = [:]

  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent()
    .appending(path: "../../../Fixtures/Vectors").standardizedFileURL

  /// Every file of the folder, in the order of their names.
  static func all() throws -> [VectorFile] {
    let files = try FileManager.default
      .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map { try VectorFile(name: $0.lastPathComponent, contents: Data(contentsOf: $0)) }
    for set in Dictionary(grouping: files, by: \.title).values {
      try check(set)
    }
    return files
  }

  init(name: String, contents: Data) throws {
    var fields = try VectorFields(
      JSONDecoder().decode(JSONValue.self, from: contents), name)
    title = try fields.string("title")
    fields.ignore("spec", "how_to_run", "open_questions")
    let version = try fields.int("version")
    guard version == 1 else { throw VectorFault("\(name) is of version \(version)") }

    let cases = try fields.array("cases").map { VectorCase(file: name, value: $0) }
    sizes["cases"] = (cases.count, try fields.int("count"))
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
      sizes["encoder"] = (values.count, try fields.intIfPresent("encoder_count"))
    case .some(let value):
      var encoder = try VectorFields(value, "\(name).encoder")
      encoder.ignore("how_to_run")
      let values = try encoder.array("cases")
      eventStreamEncoderCases = values.map { VectorCase(file: name, value: $0) }
      sizes["encoder"] = (values.count, try encoder.intIfPresent("count"))
      try encoder.finish()
    }

    handshakeCases = try (fields.arrayIfPresent("handshake") ?? [])
      .map { VectorCase(file: name, value: $0) }
    sizes["handshake"] = (handshakeCases.count, try fields.intIfPresent("handshake_count"))
    try fields.finish()
  }

  /// Throws if a set lacks cases: a file that holds a part of one states the size of the whole.
  private static func check(_ set: [VectorFile]) throws {
    for list in ["cases", "encoder", "handshake"] {
      let sizes = set.compactMap { $0.sizes[list] }
      let stated = sizes.compactMap(\.stated).max() ?? 0
      let count = sizes.map(\.own).reduce(0, +)
      if count < stated {
        throw VectorFault("'\(set[0].title)' has \(count) \(list) and states \(stated)")
      }
    }
  }
}
