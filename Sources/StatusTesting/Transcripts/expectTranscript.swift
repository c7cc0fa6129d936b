public import Testing

/// Expects bytes to be those of a golden file beside the test, and records an issue if they differ.
///
/// <!-- example in TranscriptExample -->
/// ```swift
/// @Test func receipt() throws {
///   expectTranscript(try Receipt(of: order).bytes, named: "receipt.txt")
/// }
/// ```
///
/// The golden of a test in `Tests/ShopTests/ReceiptTests.swift` is
/// `Tests/ShopTests/__Transcripts__/ReceiptTests/receipt.txt`, found through `#filePath`. In the
/// folder's name everything but ASCII letters, digits, `.`, `-` and `_` becomes a `-`. Exclude
/// `__Transcripts__` from the test target in the manifest, and declare it `-text` in
/// `.gitattributes` if Git may convert line endings.
///
/// A golden that is missing is written, and one that differs is an issue, unless
/// `.transcripts(record:)` or the variable `STATUS_TRANSCRIPTS` of the environment
/// says otherwise; what is written is reported as a warning. Where the variable `CI` is set nothing
/// is ever written, and a missing golden is an issue. The message has a bounded diff, the
/// file and the command that accepts the change; both versions are attached. A file is replaced as a
/// whole or not at all.
///
/// A golden belongs to the expectation at one place in the source: another of the same name is an
/// issue. The expectation itself may be evaluated many times, by a test with arguments say; then
/// all have to have the same bytes, since a golden is written at most once while a process runs.
///
/// At the end of a run of all tests, one that `swift test` has started without `--filter`, `--skip` or
/// another choice of tests, the goldens that no test has any more are listed on standard error. They
/// are those of the package that no expectation compared and whose names their source, if there is
/// one, does not have as a literal: one that it has belongs to a test that is disabled, or failed
/// before it got there. So a golden of such a test whose name is put together is listed too. In a
/// folder that nothing was compared in, the goldens of a source that mentions `expectTranscript` are
/// left out. Nothing is deleted, and the status of the run is as it was. Nothing is listed where a
/// test ends the run by exiting, no expectation is left at all, or an editor or another tool chooses
/// the tests in ways that can't be seen.
///
/// - Parameters:
///   - bytes: what the test made.
///   - name: the golden's file name, of 1 to 100 ASCII letters, digits, `.`, `-` and `_`; it begins
///     with a letter or a digit and does not end with a dot. Any other is an issue.
///   - sourceLocation: where an issue is recorded.
public func expectTranscript(
  _ bytes: [UInt8], named name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  TranscriptExpectation(bytes, named: name, sourceLocation: sourceLocation).evaluate()
}

/// Expects a text to be that of a golden file beside the test, byte by byte of its UTF-8.
///
/// Texts that Swift calls equal but that differ in their bytes, as composed and decomposed letters
/// do, differ here. See ``expectTranscript(_:named:sourceLocation:)`` for everything else.
public func expectTranscript(
  _ text: String, named name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  expectTranscript(Array(text.utf8), named: name, sourceLocation: sourceLocation)
}
