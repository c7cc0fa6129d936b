@testable import DocumentedExamples
import Foundation

extension Documents {
  /// The documents of the package that these tests belong to.
  static var ofThisPackage: Documents {
    var folder = URL(filePath: #filePath)
    while folder.lastPathComponent != "Tests" { folder.deleteLastPathComponent() }
    return Documents(root: folder.deletingLastPathComponent())
  }
}
