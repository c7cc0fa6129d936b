internal import StateLocking
import StatusStreaming

/// A directed acyclic graph of nodes that hand typed values to their successors.
///
/// Each node is a task of its own that takes values from its inbox until all its predecessors have
/// ended. What a value becomes does not depend on which node happens to run first, so the result is
/// the same under every schedule.
struct FlowGraph: Sendable {
  private struct Node: Sendable {
    let name: String
    let run: @Sendable () async throws -> Void
  }

  /// The inbox of the one node that every other node sends its updates to.
  let statusUpdates: Inbox<StatusUpdate>

  private var nodes: [Node] = []

  init(statusUpdates: Inbox<StatusUpdate>) {
    self.statusUpdates = statusUpdates
  }

  /// Adds a node that turns each value of any of its predecessors into one for its successors.
  ///
  /// - Parameters:
  ///   - name: what the node's task is called.
  ///   - predecessors: where the node's values come from; with several they come as they arrive.
  ///   - work: what the node does, and says meanwhile; `nil` hands nothing on.
  mutating func node<Input, Output>(
    _ name: String, after predecessors: NodeOutput<Input>...,
    work: @escaping @Sendable (Input, Inbox<StatusUpdate>) async throws -> Output?
  ) -> NodeOutput<Output> {
    let inbox = Inbox<Input>()
    for predecessor in predecessors { predecessor.connect(to: inbox) }
    let output = NodeOutput<Output>()
    add(name, to: output) { [statusUpdates] in
      for await input in inbox.values {
        if let product = try await work(input, statusUpdates) { output.send(product) }
      }
    }
    return output
  }

  /// Adds a node that waits for one value of each of its predecessors and hands them on together,
  /// in the order of the predecessors.
  mutating func join<Value>(
    _ name: String, of predecessors: NodeOutput<Value>...
  ) -> NodeOutput<[Value]> {
    let inboxes = predecessors.map { predecessor in
      let inbox = Inbox<Value>()
      predecessor.connect(to: inbox)
      return inbox
    }
    let output = NodeOutput<[Value]>()
    add(name, to: output) {
      var readers = inboxes.map { $0.values.makeAsyncIterator() }
      while true {
        var values: [Value] = []
        for index in readers.indices {
          guard let value = await readers[index].next() else { return }
          values.append(value)
        }
        output.send(values)
      }
    }
    return output
  }

  private mutating func add<Output>(
    _ name: String, to output: NodeOutput<Output>,
    body: @escaping @Sendable () async throws -> Void
  ) {
    statusUpdates.addProducer()
    nodes.append(
      Node(name: name) { [statusUpdates] in
        defer {
          output.close()
          statusUpdates.removeProducer()
        }
        try await body()
      })
  }

  /// Hands a value to the graph and runs every node to its end.
  ///
  /// The first node that throws ends all the others.
  ///
  /// - Returns: the first value that comes out.
  /// - Throws: what the first failing node throws; ``FlowWithoutResult`` if nothing comes out.
  func run<Input, Output>(
    _ value: Input, from entry: NodeOutput<Input>, to exit: NodeOutput<Output>
  ) async throws -> Output {
    let results = Inbox<Output>()
    exit.connect(to: results)
    entry.send(value)
    entry.close()
    try await withThrowingTaskGroup { group in
      for node in nodes { group.addTask(name: node.name) { try await node.run() } }
      for try await _ in group {}
    }
    for await result in results.values { return result }
    throw FlowWithoutResult()
  }
}

/// The end of a graph out of which no value has come.
struct FlowWithoutResult: Error {}

/// Where the predecessors of a node leave what they hand over; it closes when the last one has gone.
final class Inbox<Value: Sendable>: Sendable {
  /// What arrives, in the order of its arrival, for one reader.
  let values: AsyncStream<Value>

  private let continuation: AsyncStream<Value>.Continuation
  private let producers = Lock(0)

  init() {
    (values, continuation) = AsyncStream.makeStream()
  }

  /// Keeps the inbox open until a matching ``removeProducer()``.
  func addProducer() {
    producers.withLock { $0 += 1 }
  }

  func removeProducer() {
    let isLast = producers.withLock { producers in
      producers -= 1
      return producers == 0
    }
    if isLast { continuation.finish() }
  }

  func send(_ value: Value) {
    continuation.yield(value)
  }
}

/// What a node produces, fanned out to any number of successors.
final class NodeOutput<Value: Sendable>: Sendable {
  private let inboxes = Lock<[Inbox<Value>]>([])

  /// Makes a node's inbox one of the successors.
  func connect(to inbox: Inbox<Value>) {
    inbox.addProducer()
    inboxes.withLock { $0.append(inbox) }
  }

  /// Hands a value to every successor.
  func send(_ value: Value) {
    for inbox in inboxes.withLock({ $0 }) { inbox.send(value) }
  }

  /// Tells every successor that nothing more will come from here.
  func close() {
    for inbox in inboxes.withLock({ $0 }) { inbox.removeProducer() }
  }
}
