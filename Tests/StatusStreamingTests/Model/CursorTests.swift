import StatusStreaming
import Testing

@Suite("Cursors and epochs")
struct CursorTests {
  @Test(
    "are read as they are written",
    arguments: [
      Cursor.zero, 7, Cursor(12, in: "b7"), Cursor(.zero, in: "0"), Cursor(1, in: "2024"),
      Cursor(SequenceNumber(rawValue: .max), in: "abcdefghijklmnopqrstuvwxyzABCDEF"),
    ])
  func roundTrip(cursor: Cursor) throws {
    #expect(try Cursor(lastEventID: cursor.description) == cursor)
  }

  @Test("are the beginning if a client sent nothing")
  func absent() throws {
    #expect(try Cursor(lastEventID: nil) == .zero)
  }

  @Test(
    "are refused if they are garbage, by an error that names it",
    arguments: [
      "-1", "a-", "a", "-", "a--1", "a-b-1", "a-+1", "a- 1", " a-1", "a-01", "a_b-1", "é-1", "a-١",
      "abcdefghijklmnopqrstuvwxyzABCDEFG-1", "a-9223372036854775808", "a-1\n", "a\u{301}-1", "1-a",
    ])
  func garbage(value: String) throws {
    let error = try #require(throws: InvalidLastEventID.self) { try Cursor(lastEventID: value) }
    #expect(error.value == value)
    #expect(error.description.utf8.allSatisfy { (0x20...0x7E).contains($0) })
  }

  @Test("count in their own epoch alone, but for a bare zero")
  func epochs() throws {
    let own = Cursor(3, in: "new")
    #expect(try own.number(in: "new", of: "a") == 3)
    #expect(try Cursor.zero.number(in: "new", of: "a") == .zero)
    #expect(try Cursor(.zero, in: "new").number(in: "new", of: "a") == .zero)
    #expect(try Cursor.zero.number(in: nil, of: "a") == .zero)
    for (cursor, epoch) in [
      (own, nil), (own, "old"), (3, "new"), (Cursor(.zero, in: "old"), "new"), (-1, "new"),
    ] as [(Cursor, Epoch?)] {
      let error = try #require(throws: BufferError.self) { try cursor.number(in: epoch, of: "a") }
      #expect(error.code == .otherEpoch)
      #expect(error.description.contains("cursor \(cursor),"))
      #expect(error.description.contains(epoch.map { "'\($0)'" } ?? "without an epoch"))
    }
  }

  @Test("an epoch is named by any number")
  func numberedEpoch() {
    #expect(Epoch(number: 0) == "0")
    #expect(Epoch(number: 36) == "10")
    #expect(Epoch(number: .max) == "3w5e11264sgsf")
  }

  @Test(
    "have epochs of 1 to 32 ASCII letters and digits",
    arguments: ["", "a-b", "a b", "é", "a\n", String(repeating: "x", count: 33), "a.b", "１"])
  func invalidEpoch(name: String) throws {
    let error = try #require(throws: InvalidEpoch.self) { try Epoch(name) }
    #expect(error.name == name)
    #expect(error.description.utf8.allSatisfy { (0x20...0x7E).contains($0) })
  }
}
