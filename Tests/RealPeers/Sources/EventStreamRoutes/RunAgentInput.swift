/// What a front end asks for a run with (AG-UI 1.0), as far as it is read here.
///
/// Its messages, state and tools are for the agent.
package struct RunAgentInput: Decodable, Sendable {
  /// The conversation.
  package let threadId: String
  /// The run, which no other has: the name of its trace.
  package let runId: String
}
