import GoldenTranscripts
import StatusConformance
import StatusStreaming
import StatusTesting
import Testing

/// The sink on the front page, which tells nobody that a write has failed.
@Suite(.failing(ShownFailures.check(ofRule: 603)))
enum ChatSinkExample {}
