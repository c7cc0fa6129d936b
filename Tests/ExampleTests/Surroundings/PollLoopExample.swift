import Testing

/// The loop on the front page, whose failure is shown below it.
@Suite(.failing(ShownFailures.check(ofRule: 102)))
enum PollLoopExample {}
