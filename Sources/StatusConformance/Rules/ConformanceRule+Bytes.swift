extension ConformanceRule {
  /// 7xx: what is on the wire.
  static let bytes: [ConformanceRule] = [
    ConformanceRule(
      701, [.sink], "chunks do not matter",
      "The bytes say the same however a transport cuts them.",
      because: """
        A decoder that takes one read for one event works on one machine and fails behind the first \
        proxy.
        """),
    ConformanceRule(
      702, [.sink, .pipeline], "heartbeats cut nothing",
      "A heartbeat leaves every event as it is.",
      because: """
        A blank line after a comment dispatches a half-written event (WHATWG HTML, section 9.2.6), \
        and a ping inside of a message is legal only between its frames (RFC 6455, section 5.4).
        """,
      presupposes: [101, 102, 103, 104, 201, 202, 203, 204]),
    ConformanceRule(
      703, [.sink, .pipeline], "no content forges an event",
      "CR, LF and whatever looks like the format's own syntax stay inside of their field.",
      because: """
        `data: \\(message)` with a line break in it lets anyone who can name a file forge the agent's \
        events (WHATWG HTML, section 9.2.6).
        """,
      presupposes: [101, 102, 103, 104, 201, 202, 203, 204]),
    ConformanceRule(
      704, [.sink, .pipeline], needs: .eventStream, "no NUL in an id",
      "An id field contains neither U+0000 nor a line break.",
      because: "A client ignores an id with U+0000 in it (WHATWG HTML, section 9.2.6)."),
    ConformanceRule(
      705, [.sink, .pipeline], "unusual line separators survive",
      "U+2028, U+2029 and U+0085 arrive as they were sent.",
      because: """
        Splitting with `Character.isNewline` cuts at them too, while formats that are split by LF \
        keep them as text.
        """,
      presupposes: [101, 102, 103, 104, 201, 202, 203, 204]),
    ConformanceRule(
      706, [.sink, .pipeline], needs: .text, "text is UTF-8",
      """
      Text is written as valid UTF-8 and says what was sent, to the byte; in each message where a \
      format has messages.
      """,
      because: """
        A limit counted in bytes cuts a character in two; a WebSocket client has to fail the \
        connection then (RFC 6455, section 8.1).
        """,
      presupposes: [101, 102, 103, 104, 201, 202, 203, 204]),
    ConformanceRule(
      707, [.sink], needs: .sizeLimit, "too large is refused whole",
      """
      An event that takes more bytes than the limit, as it is written, is refused before any of it is.
      """,
      because: "A frame header without its payload takes the next event for the rest of this one.",
      presupposes: [101, 102, 103, 104, 201, 202, 203, 204]),
    ConformanceRule(
      708, [.sink, .pipeline], needs: .terminal, "control characters are inert",
      """
      No character of a text moves the cursor, colours the screen, rings the bell or reorders what \
      stands beside it; what a sink writes of its own may.
      """,
      because: """
        `ESC [ 2 J` in a message clears the viewer's screen (ECMA-48, section 8.3.39); U+009B does \
        the same with one character.
        """),
    ConformanceRule(
      709, [.sink], needs: .lines, "one update is one line",
      "Each update adds exactly one line.",
      because: "A line break in a message makes a second line that looks like an update of its own."
    ),
    ConformanceRule(
      710, [.sink, .pipeline], needs: .webSocket, "frames are legal",
      "Every frame obeys RFC 6455 as a client reads it: no mask, shortest length, known opcode.",
      because: """
        A length of 126 written in seven bits, a masked server frame or a Close reason of 124 bytes \
        makes browsers fail the connection (RFC 6455, sections 5.1, 5.2 and 5.5).
        """),
    ConformanceRule(
      711, [.delivery, .sink, .pipeline], needs: .heartbeats, "idle streams beat",
      "A connection with nothing to say for 15 seconds shows that it is alive, again and again.",
      because: "Proxies close what is silent for a minute (WHATWG HTML, section 9.2.7)."),
    ConformanceRule(
      712, [.sink], needs: .sizeLimit, "a refusal leaves no trace",
      "After a refused update a client reads what it would have read if that had never been sent.",
      because: """
        An encoder that counts before it checks gives the next event a number too high; one that \
        takes its opening for written leaves out `retry:` (WHATWG HTML, section 9.2.6), since the \
        bytes with it were thrown away.
        """,
      presupposes: [101, 102, 103, 104, 105, 707]),
    ConformanceRule(
      713, [.sink], needs: .sizeLimit, "a refusal is of one event",
      """
      Of events that are there together, one that is refused takes none with it: those before it are \
      accepted, or the call throws and has written nothing.
      """,
      because: """
        A call that throws delivered nothing, so all its events are sent again: what it has written \
        by then comes twice, and what it has passed over never.
        """,
      presupposes: [102, 103, 109, 707]),
  ]
}
