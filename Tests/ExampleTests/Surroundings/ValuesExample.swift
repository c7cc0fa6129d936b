import DeterministicSimulation

/// What an example that looks at all values of a body leaves to its reader.
enum ValuesExample {
  struct MissingOrder: Error {}
}
