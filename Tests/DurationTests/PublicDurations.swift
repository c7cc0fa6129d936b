import Foundation

/// Where the public interface of the libraries takes a `Duration`, found in the sources.
///
/// A parameter is written `VirtualClock.sleep(duration:)`, by the type's name, that of the function
/// and its own inside of it; a property `AgentTiming.triage`. What is in no type goes by its file.
enum PublicDurations {
  static let all: Set<String> = Set(files.flatMap { names(in: $0.text, of: $0.name) })

  private static var files: [(name: String, text: String)] {
    let package = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let sources = package.appending(path: "Sources")
    let paths = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String }
    return (paths ?? []).filter { $0.hasSuffix(".swift") }.compactMap { path in
      guard let text = try? String(contentsOf: sources.appending(path: path), encoding: .utf8)
      else { return nil }
      let name = URL(filePath: path).deletingPathExtension().lastPathComponent
      return (name, text)
    }
  }

  /// The names of what is public in a file and takes a duration, or something made of durations.
  static func names(in text: String, of file: String) -> [String] {
    let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
      .joined(separator: "\n")
    var names: [String] = []
    for declaration in declarations(in: code) {
      let type = declaration.type.isEmpty ? file : declaration.type
      switch declaration.kind {
      case "var": if isSettable(declaration.text) { names.append("\(type).\(declaration.name)") }
      default:
        for parameter in parameters(in: declaration.text) {
          names.append("\(type).\(declaration.name)(\(parameter):)")
        }
      }
    }
    return names
  }

  /// Each with the types that it stands in, told by how far lines are indented.
  private static func declarations(
    in code: String
  ) -> [(kind: String, type: String, name: String, text: Substring)] {
    let start =
      #/
      (?m) ^ (?<indentation> \ * ) (?: @\w+ (?:\([^)]*\))? \s+ )*
      (?<modifiers> (?: (?: public (?:\(set\))? | package | private | fileprivate | internal
        | static | mutating | nonisolated | final | override | required | convenience | indirect
        | internal\(set\) | private\(set\) | package\(set\) ) \ + )* )
      (?<kind> var | let | func | init | case | subscript | enum | struct | class | extension
        | protocol | actor | typealias ) \b \ * (?<name> [\w.]* )
      /#
    let matches = code.matches(of: start)
    var isTypePublic = true
    var types: [(indentation: Int, name: Substring)] = []
    var found: [(kind: String, type: String, name: String, text: Substring)] = []
    for (index, match) in matches.enumerated() {
      let end = index + 1 < matches.count ? matches[index + 1].range.lowerBound : code.endIndex
      let isPublic = match.modifiers.contains(#/\bpublic\b/#)
      types.removeAll { $0.indentation >= match.indentation.count }
      let type = types.map(\.name).joined(separator: ".")
      if ["enum", "struct", "class", "extension", "protocol", "actor"].contains(match.kind) {
        types.append((match.indentation.count, match.name))
      }
      switch String(match.kind) {
      case "enum", "protocol": isTypePublic = isPublic
      case "case" where isTypePublic && !match.name.isEmpty,
        "func" where isPublic, "init" where isPublic, "subscript" where isPublic,
        "var" where isPublic && !match.modifiers.contains("(set)"):
        let name = match.name.isEmpty ? match.kind : match.name
        found.append((String(match.kind), type, String(name), code[match.range.upperBound..<end]))
      default: break
      }
    }
    return found
  }

  /// Whether a property, of which this follows the name, holds durations and can be set.
  private static func isSettable(_ text: Substring) -> Bool {
    guard let type = text.firstMatch(of: #/\A\s*:\s*([^={\n]*)(.?)/#) else { return false }
    return type.1.contains(#/\bDuration\b/#) && type.2 != "{"
  }

  /// The parameters of a function, of which this follows the name, that are made of durations.
  private static func parameters(in text: Substring) -> [String] {
    var depth = 0
    var end = text.startIndex
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      end = index
      if depth == 0, text[index] == ")" { break }
    }
    let parameter =
      #/
      (\w+) \s* : \s*
      (?: Swift\.Duration | Duration | \[ [^\]]* \b Duration \b [^\]]* \]
        | (?:@\w+\ +)* \( [^)]* \) [^,]* -> \ * Duration | (?:@\w+\ +)* \( [^)]* \b Duration \b [^)]* \) ) \b
      /#
    return text[...end].matches(of: parameter).map { String($0.1) }
  }
}
