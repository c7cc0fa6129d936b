import GoldenTranscripts
import StatusConformance

extension Sample {
  /// 613 to 615: deliveries that are cancelled, that stall, or that can't be closed.
  static let closingDeliveries: [Sample] =
    [
      faulty(
        "closes a sink in its place", 613, "by a task that is cancelled", ClosingLoops.inPlace),
      faulty(
        "closes within the cancelled task", 613, "by a task that is cancelled",
        ClosingLoops.closesInTheTask),
      faulty(
        "closes in a child task", 613, "by a task that is cancelled", ClosingLoops.closesInAChild),
      faulty(
        "closes in a task of the connection", 613, "by a task that is cancelled",
        ClosingLoops.closesInATaskOfTheConnection),
      faulty("closes at the end alone", 613, "no close", ClosingLoops.closesAtTheEndAlone),
      faulty("sends without a time-out", 614, "to be cancelled", ClosingLoops.withoutTimeout),
      faulty("leaves a stalled send behind", 614, "to be waited for", ClosingLoops.leavesTheSend),
      faulty(
        "closes after a stalled send", 614, "nothing to be asked", ClosingLoops.closesAfterTheStall),
      faulty("returns after a stalled send", 614, "to throw", ClosingLoops.returnsAfterTheStall),
      faulty(
        "goes on after a stalled send", 614, "nothing to be asked", ClosingLoops.goesOnAfterTheStall
      ),
      faulty("gives up too soon", 614, "a send may take", ClosingLoops.givesUpTooSoon),
      faulty(
        "ignores that closing fails", 615, "since a close was given up",
        ClosingLoops.ignoresTheClose),
      faulty(
        "takes a failed close for a cancellation", 615, "since a close was given up",
        ClosingLoops.takesTheCloseForACancellation),
      faulty(
        "tells of closes that are late alone", 615, "since a close threw",
        ClosingLoops.tellsOfLateClosesAlone),
      faulty("waits for the close", 615, "does not return", ClosingLoops.waitsForTheClose),
    ]
    + [
      ("monitor that is given its sink", ClosingLoops.given),
      ("monitor that is lent its sink, with time-outs", ClosingLoops.lent),
      ("sends and closes with time-outs by hand", ClosingLoops.byHand),
    ].map { name, loop in Sample(correct: name, verification(name, loop)) }

  private static func faulty(
    _ name: String, _ rule: Int, _ message: String,
    _ loop: @escaping @Sendable (DeliveryRun) async throws -> Void
  ) -> Sample {
    Sample(name, breaks: rule, saying: message, verification(name, loop))
  }

  private static func verification(
    _ name: String, _ loop: @escaping @Sendable (DeliveryRun) async throws -> Void
  ) -> DeliveryVerification {
    DeliveryVerification(
      name: name, capabilities: [.bounded, .resumable, .closing],
      sendTimeout: ClosingLoops.timeout, loop)
  }

  /// 616: sinks that write their last bytes in a task that is cancelled.
  static let sinksOfLostTasks: [Sample] =
    [
      ("the Close frame of a cancelled pump", FarewellSink.byACancelledPump),
      ("the Close frame of a cancelled group", FarewellSink.inACancelledGroup),
      ("a Close frame that is not given the time", FarewellSink.withoutTime),
    ].map { name, farewell in
      Sample(
        name, breaks: 616, saying: "in a task that is cancelled", verification(name, farewell))
    }
    + [
      ("the Close frame of a task of its own", FarewellSink.inATask),
      ("the Close frame beside a cancelled pump", FarewellSink.besideACancelledTask),
    ].map { name, farewell in Sample(correct: name, verification(name, farewell)) }

  private static func verification(
    _ name: String, _ farewell: @escaping @Sendable ([UInt8], Wire) async throws -> Void
  ) -> any Verification {
    SinkVerification(name: name, decoder: { WebSocketStatusDecoder() }) {
      FarewellSink(wire: $0, farewell: farewell)
    }
  }
}
