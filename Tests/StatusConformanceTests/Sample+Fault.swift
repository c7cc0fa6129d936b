import SampleImplementations
import StatusConformance

extension Sample {
  /// What is found of the bug: by the runs up to the first that breaks the sample's rule, or by
  /// all of them if the environment asks for a number of runs.
  func reportOnFault() async -> ConformanceReport {
    let isWhole = ConformanceEnvironment.current.runs != nil
    return await verification.verifyAll(RunSelection(until: isWhole ? nil : rule))
  }
}
