extension Collection where Element: Sendable {
  /// Transforms all elements, no more than so many at once.
  ///
  /// - Returns: the products in the order of the elements.
  /// - Throws: what the first failing transformation throws, after the others have ended.
  func concurrentMap<Product: Sendable>(
    atMost limit: Int, _ transform: @escaping @Sendable (Element) async throws -> Product
  ) async throws -> [Product] {
    try await withThrowingTaskGroup(of: (offset: Int, product: Product).self) { group in
      var products: [Product?] = Array(repeating: nil, count: count)
      var running = 0
      for (offset, element) in enumerated() {
        if running == limit, let ended = try await group.next() {
          products[ended.offset] = ended.product
          running -= 1
        }
        group.addTask { (offset, try await transform(element)) }
        running += 1
      }
      for try await ended in group { products[ended.offset] = ended.product }
      return products.compactMap(\.self)
    }
  }
}
