import Foundation
import Testing

@testable import status_bench

@Suite("The footprint suite")
struct FootprintSuiteTests {
  @Test("reads the peak of a process in bytes")
  func peak() {
    #expect(PeakMemory.peak(of: "Name:\tx\nVmPeak:\t 900 kB\nVmHWM:\t  12 kB\n") == 12_288)
    #expect(PeakMemory.peak(of: "Name:\tx\n") == nil)
    #expect(PeakMemory.peak(of: "VmHWM:\n") == nil)
  }

  @Test("reads what is allocated from the sums behind the heaps")
  func allocated() {
    let heap =
      #"<heap nr="0"><total type="rest" count="9" size="9"/><system type="current" size="1"/></heap>"#
    let sums = #"""
      <total type="fast" count="2" size="64"/>
      <total type="rest" count="3" size="1000"/>
      <total type="mmap" count="1" size="4096"/>
      <system type="current" size="10000"/>
      <system type="max" size="20000"/>
      """#
    #expect(AllocatedMemory.allocated(of: heap + sums) == 13_032)
    #expect(AllocatedMemory.allocated(of: heap) == nil)
    #expect(AllocatedMemory.allocated(of: "") == nil)
  }

  @Test("does without the command where none was built")
  func missing() {
    #expect(Command.beside(nil) == nil)
    #expect(Command.beside(URL(filePath: "/nowhere/status-bench")) == nil)
  }

  @Test("says how a command ended that it could not measure")
  func failure() {
    let error = #expect(throws: BenchError.self) {
      try Command(file: URL(filePath: "/bin/sh")).timeToFirstByte(["-c", "exit 3"])
    }
    #expect(
      error?.message
        == "'/bin/sh' ended with status 3 after no output, expected output and status 0")
  }

  @Test("takes the time until output begins, not until it ends")
  func firstByte() throws {
    let shell = Command(file: URL(filePath: "/bin/sh"))
    #expect(try shell.timeToFirstByte(["-c", "echo a; exec head -c 100000 /dev/zero"]) > 0)
  }
}
