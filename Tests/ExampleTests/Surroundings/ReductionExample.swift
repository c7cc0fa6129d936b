import DeterministicSimulation
import StatusStreaming

/// What an example of a reduced exploration leaves to its reader.
enum ReductionExample {
  struct TooMany: Error {}
}
