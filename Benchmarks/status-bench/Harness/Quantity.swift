/// Numbers for people to read.
enum Quantity {
  /// Three digits and the power of a thousand: `14.2M`.
  static func text(_ value: Double) -> String {
    let scales: [(Double, String)] = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
    // What rounds to a thousand belongs to the next scale.
    for (scale, letter) in scales where abs(value) >= 0.9995 * scale {
      return digits(value / scale) + letter
    }
    return digits(value)
  }

  /// A number without a scale: `99.9`, `50`.
  static func plain(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }

  /// How many times as much: `0.81×`.
  static func times(_ ratio: Double) -> String { digits(ratio) + "×" }

  private static func digits(_ value: Double) -> String {
    let places = abs(value) >= 99.95 ? 0 : abs(value) >= 9.995 ? 1 : 2
    let scale = [1, 10, 100][places]
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % scale)
    let padding = String(repeating: "0", count: places - fraction.count)
    return "\(sign)\(scaled / scale).\(padding)\(fraction)"
  }
}
