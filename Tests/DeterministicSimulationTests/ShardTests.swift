import DeterministicSimulation
import Testing

@Suite struct ShardTests {
  @Test(arguments: 1...9)
  func theSharesTogetherAreAllRunsOnce(count: Int) throws {
    let shards = (0..<count).map { Shard(index: $0, of: count) }
    for run in 0..<100 { #expect(shards.count { $0.contains(run) } == 1) }
    #expect(shards.map(\.description) == (1...count).map { "\($0)/\(count)" })
    #expect(try shards.map { try Shard(parsing: "\($0)") } == shards)
  }

  @Test(arguments: ["", "1", "/", "-1/4", "1/0", "1/4/4", "1/", "a/b", "1 /4"])
  func refuses(text: String) {
    let error = #expect(throws: InvalidShard.self) { try Shard(parsing: text) }
    #expect(error?.description.hasPrefix("'\(text)': expected I/N") == true)
  }

  @Test(arguments: ["0/4", "5/4"])
  func namesTheSharesThatThereAre(text: String) {
    let error = #expect(throws: InvalidShard.self) { try Shard(parsing: text) }
    #expect(error?.description == "'\(text)': expected a share from 1/4 to 4/4")
  }
}
