/// The objects of AG-UI 1.0 and 1.1 (`schema.json`), each closed but where it is said to be open.
enum AGUISchema {
  /// The members of an event besides its type.
  static func members(of kind: AGUIEvent.Kind) -> [AGUIMember] { table[kind] ?? base }

  private static let table: [AGUIEvent.Kind: [AGUIMember]] = {
    var table: [AGUIEvent.Kind: [AGUIMember]] = [:]
    for kind in AGUIEvent.Kind.allCases {
      table[kind] =
        base + own(of: kind) + (isAttributable(kind) ? [.optional("subagentRunId", .text)] : [])
    }
    return table
  }()

  /// The integers that JSON numbers survive a round trip in.
  private static let safe = -9_007_199_254_740_991...9_007_199_254_740_991

  private static let metadata = AGUIMember.optional("metadata", .map)
  private static let messageID = AGUIMember("messageId", .text)
  private static let toolCallID = AGUIMember("toolCallId", .text)
  private static let delta = AGUIMember("delta", .text)

  private static let base: [AGUIMember] = [
    AGUIMember("type", .text), .optional("timestamp", .integer(safe)),
    .optional("rawEvent", .something), metadata,
  ]

  private static func isAttributable(_ kind: AGUIEvent.Kind) -> Bool {
    switch kind {
    case .runStarted, .runFinished, .runError, .messagesSnapshot, .subagentStarted,
      .subagentFinished, .subagentError:
      false
    default: true
    }
  }

  private static func own(of kind: AGUIEvent.Kind) -> [AGUIMember] {
    switch kind {
    case .runStarted, .runFinished, .runError: run(kind)
    case .stepStarted, .stepFinished: [AGUIMember("stepName", .text)]
    case .textMessageStart: [messageID, .optional("role", textRole), .optional("name", .text)]
    case .textMessageContent, .reasoningMessageContent: [messageID, delta]
    case .textMessageChunk:
      [
        .optional("messageId", .text), .optional("role", textRole), .optional("delta", .text),
        .optional("name", .text),
      ]
    case .textMessageEnd, .reasoningStart, .reasoningEnd, .reasoningMessageEnd: [messageID]
    case .reasoningMessageStart: [messageID, AGUIMember("role", .constant("reasoning"))]
    case .reasoningMessageChunk: [.optional("messageId", .text), .optional("delta", .text)]
    case .reasoningEncryptedValue:
      [
        AGUIMember("subtype", .oneOf(["tool-call", "message"])), AGUIMember("entityId", .text),
        AGUIMember("encryptedValue", .text), encryptedValueType,
      ]
    case .toolCallStart, .toolCallArgs, .toolCallEnd, .toolCallChunk, .toolCallResult:
      toolCall(kind)
    case .stateSnapshot: [AGUIMember("snapshot", .anything)]
    case .stateDelta: [AGUIMember("delta", .patch)]
    case .messagesSnapshot: [AGUIMember("messages", .list(of: message))]
    case .activitySnapshot:
      [
        messageID, AGUIMember("activityType", .text), AGUIMember("content", .map),
        .optional("replace", .bool),
      ]
    case .activityDelta:
      [messageID, AGUIMember("activityType", .text), AGUIMember("patch", .patch)]
    case .subagentStarted, .subagentFinished, .subagentError: subagent(kind)
    case .raw: [AGUIMember("event", .anything), .optional("source", .text)]
    case .custom: [AGUIMember("name", .text), AGUIMember("value", .anything)]
    }
  }

  private static func run(_ kind: AGUIEvent.Kind) -> [AGUIMember] {
    let names = [AGUIMember("threadId", .text), AGUIMember("runId", .text)]
    let usage = AGUIMember.optional("usage", .list(of: .object(tokenUsage)))
    return switch kind {
    case .runStarted:
      names + [
        .optional("protocolVersion", .text), .optional("parentRunId", .text),
        .optional("input", .object(runInput)),
      ]
    case .runFinished:
      names + [.optional("result", .something), .optional("outcome", outcome), usage]
    default: [AGUIMember("message", .text), .optional("code", .text), usage]
    }
  }

  private static func toolCall(_ kind: AGUIEvent.Kind) -> [AGUIMember] {
    switch kind {
    case .toolCallStart:
      [toolCallID, AGUIMember("toolCallName", .text), .optional("parentMessageId", .text)]
    case .toolCallArgs: [toolCallID, delta]
    case .toolCallChunk:
      [
        .optional("toolCallId", .text), .optional("toolCallName", .text),
        .optional("parentMessageId", .text), .optional("delta", .text),
      ]
    case .toolCallResult:
      [
        messageID, toolCallID, AGUIMember("content", .textOr(.list(of: part))),
        .optional("role", .constant("tool")),
      ]
    default: [toolCallID]
    }
  }

  private static func subagent(_ kind: AGUIEvent.Kind) -> [AGUIMember] {
    let id = AGUIMember("subagentRunId", .text)
    return switch kind {
    case .subagentStarted:
      [
        id, AGUIMember("name", .text), .optional("description", .text),
        .optional("parentSubagentRunId", .text), .optional("parentToolCallId", .text),
        .optional("parentMessageId", .text),
      ]
    case .subagentFinished:
      [
        id, .optional("result", .something),
        .optional(
          "outcome",
          .union(
            by: "type",
            [
              ("success", [AGUIMember("type", .text)]),
              (
                "suspended",
                [AGUIMember("type", .text), .optional("interruptIds", .list(of: .text))]
              ),
            ])),
      ]
    default: [id, AGUIMember("message", .text), .optional("code", .text)]
    }
  }

  private static let textRole = AGUIShape.oneOf(["developer", "system", "assistant", "user"])
  private static let encryptedValueType =
    AGUIMember.optional("encryptedValueType", .text).since(1, 1)

  private static let outcome = AGUIShape.union(
    by: "type",
    [
      ("success", [AGUIMember("type", .text), .optional("pendingToolCallIds", .list(of: .text))]),
      (
        "interrupt",
        [AGUIMember("type", .text), AGUIMember("interrupts", .list(of: interrupt, atLeast: 1))]
      ),
      ("cancelled", [AGUIMember("type", .text)]),
    ])

  private static let interrupt = AGUIShape.object([
    AGUIMember("id", .text), AGUIMember("reason", .text), .optional("message", .text),
    .optional("toolCallId", .text), .optional("responseSchema", .map),
    .optional("expiresAt", .text), metadata, .optional("subagentRunId", .text),
  ])

  private static let tokenUsage: [AGUIMember] = {
    let counts = [
      "inputTokens", "outputTokens", "totalTokens", "reasoningTokens", "cachedInputTokens",
      "cacheWriteInputTokens",
    ]
    return [.optional("provider", .text), .optional("model", .text)]
      + counts.map { .optional($0, .integer(0...safe.upperBound)) }
  }()

  // MARK: Messages

  private static let secret = [AGUIMember.optional("encryptedValue", .text), encryptedValueType]

  private static func message(
    _ role: String, _ content: [AGUIMember], isNamed: Bool, hasSecret: Bool = true
  ) -> (name: String, members: [AGUIMember]) {
    (
      role,
      [AGUIMember("id", .text), AGUIMember("role", .text), .optional("subagentRunId", .text)]
        + content + [metadata] + (hasSecret ? secret : [])
        + (isNamed ? [.optional("name", .text)] : [])
    )
  }

  private static let message = AGUIShape.union(
    by: "role",
    [
      message("developer", [AGUIMember("content", .text)], isNamed: true),
      message("system", [AGUIMember("content", .text)], isNamed: true),
      message(
        "assistant",
        [
          .optional("content", .text),
          .optional("toolCalls", .list(of: .object(toolCallOfMessage))),
        ],
        isNamed: true),
      message("user", [AGUIMember("content", .textOr(.list(of: part)))], isNamed: true),
      message(
        "tool",
        [AGUIMember("content", .textOr(.list(of: part))), toolCallID, .optional("error", .text)],
        isNamed: false),
      message(
        "activity", [AGUIMember("activityType", .text), AGUIMember("content", .map)],
        isNamed: false, hasSecret: false),
      message("reasoning", [AGUIMember("content", .text)], isNamed: false),
    ])

  private static let toolCallOfMessage: [AGUIMember] =
    [
      AGUIMember("id", .text), AGUIMember("type", .constant("function")),
      AGUIMember(
        "function", .object([AGUIMember("name", .text), AGUIMember("arguments", .text)])),
      metadata,
    ] + secret

  private static let part = AGUIShape.union(
    by: "type",
    [
      (
        "text",
        [
          AGUIMember("type", .text), .optional("id", .text), AGUIMember("text", .text),
          .optional("metadata", .something),
        ]
      )
    ]
      + ["image", "audio", "video", "document"].map { kind in
        (
          kind,
          [
            AGUIMember("type", .text), .optional("id", .text), AGUIMember("source", source),
            .optional("metadata", .something),
          ]
        )
      })

  private static let source = AGUIShape.union(
    by: "type",
    [
      (
        "data",
        [AGUIMember("type", .text), AGUIMember("value", .text), AGUIMember("mimeType", .text)]
      ),
      (
        "url",
        [AGUIMember("type", .text), AGUIMember("value", .text), .optional("mimeType", .text)]
      ),
      (
        "file",
        [
          AGUIMember("type", .text), AGUIMember("value", .text), .optional("provider", .text),
          .optional("mimeType", .text),
        ]
      ),
    ])

  // MARK: The input that a run may repeat

  private static let runInput: [AGUIMember] = [
    AGUIMember("threadId", .text), AGUIMember("runId", .text),
    .optional("protocolVersion", .text), .optional("parentRunId", .text),
    .optional("state", .something), AGUIMember("messages", .list(of: message)),
    .optional(
      "tools",
      .list(
        of: .object([
          AGUIMember("name", .text), AGUIMember("description", .text),
          .optional("parameters", .something), metadata,
        ]))),
    .optional(
      "context",
      .list(of: .object([AGUIMember("description", .text), AGUIMember("value", .text)]))),
    .optional("forwardedProps", .something),
    .optional(
      "resume",
      .list(
        of: .object([
          AGUIMember("interruptId", .text),
          AGUIMember("status", .oneOf(["resolved", "cancelled"])),
          .optional("payload", .something), metadata,
        ]))),
  ]
}
