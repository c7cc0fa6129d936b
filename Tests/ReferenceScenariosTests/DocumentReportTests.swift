import ReferenceScenarios
import Testing

@Suite("A document report")
struct DocumentReportTests {
  @Test("shows the names of documents, whatever they would mean as markup")
  func markup() {
    let digest = DocumentDigest(of: Document(name: "a<b>&c.md"))
    let report = DocumentReport(DocumentSummary(of: [digest]))
    #expect(report.html.contains("<td>a&lt;b&gt;&amp;c.md</td>"))
    #expect(!report.html.contains("<b>"))
  }
}
