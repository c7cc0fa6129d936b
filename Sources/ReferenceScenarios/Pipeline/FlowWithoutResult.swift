/// The end of a graph out of which no value has come.
struct FlowWithoutResult: Error {}
