/// A vector that can't be run as it is written, or that failed.
struct VectorFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
