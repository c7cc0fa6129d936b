import Testing
import status_stream

/// Durations as they are written on the command line.
@Suite struct DurationArgumentTests {
  @Test(arguments: [
    ("50ms", 50_000_000), ("1.5s", 1_500_000_000), ("2m", 120_000_000_000), ("1ns", 1),
    ("7us", 7_000), ("1h", 3_600_000_000_000), ("0.5us", 500), ("0.000000001s", 1),
    ("0.10s", 100_000_000), ("1.000000000000000000000000000000000000000000s", 1_000_000_000),
    ("007ms", 7_000_000), ("00000000000000000000000000000000000000000000050ms", 50_000_000),
    ("0.00000000005m", 3), ("0.1h", 360_000_000_000), ("0.3ms", 300_000),
    ("0.0000000000025h", 9), ("9223372036854775807ns", .max),
    ("9223372036.854775807s", .max),
  ])
  func readsExactly(text: String, nanoseconds: Int64) throws {
    #expect(Duration(argument: text) == .nanoseconds(nanoseconds))
  }

  @Test(arguments: [
    "", "0", "0ms", "0.0s", "-5ms", "+5ms", "50", "ms", ".5s", "5.s", ".s", "1.2.3s", "1e3ms",
    "5 ms", " 5ms", "5ms ", "5MS", "5Ms", "5min", "5sec", "5d", "50msms", "1_000ms", "0x5ms",
    "1,5s", "٥ms", "５ms", "5m\u{301}", "∞s", "0.5ns", "0.0000000001s", "0.00000000001m",
    "9223372036854775808ns", "9223372036.854775808s", "2562048h", "170141183460469231731687304ms",
    "99999999999999999999999999999999999999999999s",
    "0.00000000000000000000000000000000000000000000001s", "NaNs", "--5ms", "5ms\0",
  ])
  func refuses(text: String) {
    #expect(Duration(argument: text) == nil)
  }
}
