/// A run as one short text, from which it can be repeated.
///
/// It holds the choices that are not zero, hashes to tell whether the repetition is the same run,
/// and the build configuration, because the optimiser removes steps around actor calls. It consists
/// of letters, digits, `-` and `_`, so a shell needs no quotes.
public struct ReplayToken: Sendable, Hashable {
  let deviations: [Deviation]

  /// The low half of the run's ``RecordedRun/traceHash``.
  public let traceHash: UInt32

  /// By which strategy and seed the failure was found, of which the token holds a simpler one.
  let origin: SearchOrigin?

  /// The build configuration of the run.
  public let configuration: Configuration

  /// How a program was built.
  public enum Configuration: Character, Sendable, Hashable, CaseIterable {
    /// Without optimisation.
    case debug = "d"

    /// Optimised.
    case release = "r"

    /// How this program was built.
    public static var current: Configuration {
      #if DEBUG
        .debug
      #else
        .release
      #endif
    }
  }

  /// Why a text is not a token.
  public struct ParsingError: Error, Hashable, CustomStringConvertible {
    /// What is wrong with the text.
    public let description: String
  }

  init(
    _ deviations: [Deviation], traceHash: UInt64, origin: SearchOrigin? = nil,
    configuration: Configuration = .current
  ) {
    self.origin = origin
    self.deviations = deviations
    self.traceHash = UInt32(truncatingIfNeeded: traceHash)
    self.configuration = configuration
  }

  init(choices: [Choice], traceHash: UInt64, origin: SearchOrigin? = nil) {
    self.init(Deviation.all(in: choices), traceHash: traceHash, origin: origin)
  }
}
