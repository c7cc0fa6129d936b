extension StatusMonitor {
  /// A source of one trace's events, by what is known of the buffer.
  ///
  /// Its size is that of a pointer: a waiting task would keep a kilobyte more for the source itself.
  indirect enum BoundSource: Sendable {
    /// Of the package's own buffer, which shares what it holds and wakes its readers without a task.
    case own(TraceSource)
    case other(BufferingSource<Buffer, C>)
  }

  /// A delivery of one trace's events.
  enum BoundBox<Sink: StatusSink> {
    case own(DeliveryBox<TraceSource, Sink, C>)
    case other(DeliveryBox<BufferingSource<Buffer, C>, Sink, C>)

    /// The sink as the delivery has left it.
    var sink: Sink {
      switch self {
      case .own(let box): box.loop.outlet.sink
      case .other(let box): box.loop.outlet.sink
      }
    }
  }

  /// - Parameter openTimeout: how long to wait for the opening; `nil` as long as the buffer says.
  func source(
    of trace: TraceID, after cursor: Cursor, openTimeout: Duration? = nil
  ) -> BoundSource {
    if let buffer = buffer as? StatusBuffer {
      return .own(
        TraceSource(
          buffer: buffer, trace: trace, after: cursor, isConnection: true,
          openTimeout: openTimeout))
    }
    return .other(
      BufferingSource(
        buffer: buffer, trace: trace, after: cursor, clock: clock, wait: wakeup.wait,
        openTimeout: openTimeout))
  }

  @inline(never)
  func box<Sink>(
    from source: BoundSource, to sink: Sink, timer: SinkTimer? = nil
  ) -> BoundBox<Sink> {
    switch source {
    case .own(let source): .own(box(from: source, to: sink, timer: timer))
    case .other(let source): .other(box(from: source, to: sink, timer: timer))
    }
  }

  // Not a frame of its own on the task's stack.
  @inline(__always)
  func run<Sink>(
    _ box: BoundBox<Sink>, givingBackTo sink: inout Sink
  ) async -> Delivery<Cursor> {
    switch box {
    case .own(let box): await run(box, givingBackTo: &sink)
    case .other(let box): await run(box, givingBackTo: &sink)
    }
  }
}

/// A source of which it can be told whether its trace is there.
protocol SourceOfOneTrace: EventSource where Place == Cursor {
  /// Whether the trace has been found.
  var isAttached: Bool { get }
}

extension TraceSource: SourceOfOneTrace {}
extension BufferingSource: SourceOfOneTrace {}
