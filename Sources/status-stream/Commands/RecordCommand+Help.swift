extension RecordCommand {
  /// What it does.
  package static let summary = "Record the golden transcripts of scenarios, or check them"

  /// The explanation of the command.
  package static let help = """
    Usage: status-stream record [OPTION]… [SCENARIO]…

    Plays scenarios, all of them if none is named, in virtual time and makes what they give
    the golden transcripts. Prints for each file whether it is unchanged, changed (and how),
    new or, if all scenarios are played, obsolete. A file is replaced as a whole or not at
    all, and one that is unchanged is not touched.

    Options of record:
      --check        Write nothing; fail if a file differs, is missing or is obsolete.
      --prune        Delete obsolete files.
      --progress HOW
                     auto: one line on a terminal (the default); plain: a line every ten
                     seconds; quiet: nothing.
      --root FOLDER  Where the goldens are. Default: Fixtures/Transcripts in the nearest
                     folder, from the current one upwards, that has a Package.swift.

    Exit status: 0 fine; 1 a check failed; 64 the command line is wrong; 74 input or output
    failed; 130 interrupted; 143 terminated.

    """
}
