extension SimulateCommand {
  /// The explanation of the command.
  package static let help = """
    Usage: status-stream simulate [--seeds A..<B | --budget TIME] [OPTION]…
           status-stream simulate --merge [OPTION]… FILE…

    Runs the package's own pipelines, from agents over a buffer, a monitor and a sink to
    decoded bytes, in drawn worlds and virtual time, and judges each run by every rule. What a
    run is follows from its number alone, so shares of the runs can be made anywhere.

    Options of simulate:
      --seeds A..<B    The numbers of the runs; 0..<1000 if nothing is said.
      --budget TIME    Make runs from 0 on, as many as are begun within this real time.
      --jobs N         How many at a time; as many as there are processors if it is not said.
      --shard I/N      Make the Ith of N shares of the runs: run K is of share K modulo N.
                       With auto the engine's variables say which, as with STATUS_SHARD=auto.
      --stop-after N   Begin no more runs once N have failed.
      --output FILE    Keep each run in a line of JSON, whole or not at all.
      --resume         Go on with that file: runs that it has are not made again.
      --corpus FOLDER  Keep what fails, and try what is kept there before all else; also by
                       STATUS_CORPUS.
      --format FORMAT  How to show what came of it: table for people (the default), json,
                       junit, sarif.
      --timelines FOLDER
                       Draw each run that breaks a rule, shrunken, for a browser and for
                       Perfetto; index.html lists them by rule. The folder is made if it is
                       not there.
      --progress HOW   auto: one line on a terminal (the default); plain: a line every ten
                       seconds; quiet: nothing.

    Options of --merge:
      --format FORMAT  The same.
      --timelines FOLDER
                       The same: the runs are made once more, from their tokens.
      --output FILE    Write the report to a file instead of standard output.

    With --merge it puts together what --output has kept, in any order and again: totals, each
    failure once (the same rule, the same shrunken story), and what is missing. Lines that are
    cut off do not count.

    The variable STATUS_SHARD of the environment is another way to say --shard. The pair
    TEST_SHARD_INDEX and TEST_TOTAL_SHARDS of Bazel counts always.

    Exit status: 0 every rule holds; 1 a rule is broken; 64 the command line or a variable is
    wrong; 65 files do not fit together, or runs are missing; 74 input or output failed; 130
    interrupted; 143 terminated.

    """
}
