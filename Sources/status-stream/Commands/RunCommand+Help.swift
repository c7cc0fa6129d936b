extension RunCommand {
  /// What it does.
  package static let summary = "Run an agent on queries and show its status updates"

  /// The explanation of the command.
  package static var help: String {
    """
    Usage: status-stream [run] [OPTION]…

    Runs an agent on one query after another. Headings and answers go to standard output,
    status updates to standard error; with a sink other than terminal, standard output
    carries the bytes of that stream alone and everything else goes to standard error.

    \(optionsHelp)
    Exit status: 0 fine, or nobody reads the output any more; 1 an agent failed; 64 the
    command line is wrong; 74 output failed; 130 interrupted; 143 terminated. After an
    interruption the stream still ends, with the cancellation of its run.

    """
  }

  /// The explanation of the options.
  static let optionsHelp = """
    Options of run:
      --query TEXT           A query for the agent; may be repeated. Default: three examples.
      --agent AGENT          planner (default) or pipeline.
      --stream               Show status updates as they happen.
      --sink SINK            terminal (default), sse, websocket or jsonl. All but terminal
                             imply --stream and take exactly one --query.
      --profile PROFILE      With --sink sse or websocket: reference (default), in which an
                             event stream shows neither how a run ended nor whether it was
                             cut off, resumable, in which each event has a number to
                             resume after, the end too, or ag-ui, the events of AG-UI 1.0,
                             which chat front ends read; they are numbered likewise.
      --thread ID            With --profile ag-ui: the conversation that the run belongs to.
                             Default: thread-1.
      --resume-after N       With --profile resumable or ag-ui: leave out the events up to
                             number N; ag-ui begins with how things stand then.
      --epoch NAME           With --profile resumable or ag-ui, or --sink jsonl: number events
                             NAME-1, NAME-2, and so on; --resume-after then takes NAME-N.
      --monitor MONITOR      With --stream: polling (default) or wake.
      --poll-interval TIME   With --monitor polling: how often to look for updates, in ns,
                             us, ms, s, m or h. Default: 50ms.
      --timestamps           With --stream: begin lines with the time since the query began.
      --clock CLOCK          real (default) or virtual, in which no time passes.

    """
}
