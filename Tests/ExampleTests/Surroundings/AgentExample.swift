import DeterministicSimulation
import ReferenceScenarios
import StatusStreaming

/// What there is where an agent runs.
enum AgentExample {
  static let buffer = StatusBuffer()
  static let agent = ThirdPartyExample.MyAgent(clock: ContinuousClock())
}
