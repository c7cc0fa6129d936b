extension ConformanceCommand {
  /// The explanation of the command.
  package static let help = """
    Usage: status-stream conformance [OPTION]…
           status-stream conformance --adapter COMMAND [--wire FORMAT] [--runs N] [OPTION]…
           status-stream conformance --list | --explain RULE

    Verifies the package's own agents, buffers, deliveries, sinks and whole pipelines by the
    numbered rules of conformance: each is run many times in virtual time, under other schedules, latencies,
    faults and cancellations, and each run is judged by every rule.

    With --adapter it verifies a pipeline in whatever language instead, from outside and in real
    time: a shell runs COMMAND, which answers calls in lines of JSON; Fixtures/README.md has the
    protocol, Tests/Adapters examples in Python.

    Options of conformance:
      --adapter COMMAND
                       Verify the pipeline behind this adapter.
      --wire FORMAT    What its viewers are sent: sse (the default), websocket, terminal, jsonl,
                       ag-ui.
      --runs N         How many runs of it to make; \(AdapterVerification.usualRuns) if it is not said.
      --call-timeout TIME
                       How long the adapter may take for an answer; 10s if it is not said.
      --shard I/N      Make the Ith of N shares of the runs: run K belongs to share K modulo N.
                       With auto the engine's variables say which, as with STATUS_SHARD=auto.
      --progress HOW   auto: one line on a terminal (the default); plain: a line every ten
                       seconds; quiet: nothing.
    \(ReportOptions.help)
      --coverage       After the table: how often each thing that can happen has happened in the
                       runs, alone and with each other one, and what can't happen together.
      --list           List the rules instead; with --format json all that is known of them.
      --explain RULE   Explain a rule instead: what holds, why, what breaks it, the usual remedy.

    A file of waivers is a JSON object such as
      {"format": "status-conformance-waivers", "version": 1, "waivers": [
        {"rule": 711, "subject": "sink", "name": "legacy", "reason": "goes in May",
         "until": "2027-05-31"}]}
    where subject and name may be left out. In reports a waived rule has its reason.

    The variable STATUS_CONFORMANCE_RUNS of the environment raises the number of runs,
    but for an adapter's; STATUS_SHARD is another way to say --shard.

    Exit status: 0 every rule holds or is waived; 1 a rule is broken, a waiver is stale, or an
    adapter answered wrongly or late; 64 the command line is wrong; 65 the waivers are; 74 input
    or output failed, or an adapter could not start, died, closed its output or wrote no JSON; 130
    interrupted; 143 terminated.

    """
}
