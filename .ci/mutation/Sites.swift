import SwiftSyntax

/// One way to change a text, which the running program can take or leave.
///
/// The text from `start` to `end` stays as it is between `prefix` and `suffix`, in which `#` stands for
/// the mutant's number.
struct Mutant: Codable {
  var file: String
  var line: Int
  var kind: Kind
  var start: Int
  var end: Int
  var prefix: String
  var suffix: String
  var note: String

  enum Kind: String, Codable {
    case drop, wake, cancel, `defer`, swap, branch, comparison, connective, condition, bound, early,
      verdict, end, fallback
  }
}

/// Finds the places of a file at which a slip is plausible.
final class Sites: SyntaxVisitor {
  private let file: String
  private let lines: SourceLocationConverter
  private(set) var mutants: [Mutant] = []

  init(_ tree: Syntax, of file: String) {
    self.file = file
    lines = SourceLocationConverter(fileName: file, tree: tree)
    super.init(viewMode: .sourceAccurate)
    walk(tree)
  }

  private func add(
    _ kind: Mutant.Kind, at node: some SyntaxProtocol, to last: (any SyntaxProtocol)? = nil,
    _ prefix: String, _ suffix: String, _ note: String
  ) {
    let last = last ?? node
    let start = node.positionAfterSkippingLeadingTrivia
    mutants.append(
      Mutant(
        file: file, line: lines.location(for: start).line, kind: kind, start: start.utf8Offset,
        end: last.endPositionBeforeTrailingTrivia.utf8Offset, prefix: prefix, suffix: suffix,
        note: note.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
  }

  private func replace(_ node: some ExprSyntaxProtocol, by other: String, _ kind: Mutant.Kind) {
    add(
      kind, at: node, "(isMutant(#) ? \(other) : ", ")", "\(node.trimmedDescription) → \(other)")
  }

  private func negate(_ node: some ExprSyntaxProtocol, _ kind: Mutant.Kind) {
    add(kind, at: node, "(isMutant(#) != (", "))", "not: \(node.trimmedDescription)")
  }

  // MARK: What is left alone

  /// Code that other modules compile into themselves can't name the switch.
  override func visit(_ node: AttributeSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ExpressionPatternSyntax) -> SyntaxVisitorContinueKind {
    .skipChildren
  }
  override func visit(_ node: EnumCaseElementSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ArrayElementSyntax) -> SyntaxVisitorContinueKind {
    node.expression.is(IntegerLiteralExprSyntax.self) ? .skipChildren : .visitChildren
  }
  override func visit(_ node: IfConfigClauseSyntax) -> SyntaxVisitorContinueKind {
    ["os(Linux)", "canImport(Glibc)"].contains(node.condition?.trimmedDescription)
      ? .visitChildren : .skipChildren
  }
  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    let name = node.calledExpression.trimmedDescription
    if name.hasPrefix("precondition") || name.hasPrefix("assert") { return .skipChildren }
    swapEnds(node.calledExpression)
    return .visitChildren
  }
  override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind {
    isInlined(node.attributes) ? .skipChildren : .visitChildren
  }
  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    isInlined(node.attributes) ? .skipChildren : .visitChildren
  }

  private func isInlined(_ attributes: AttributeListSyntax) -> Bool {
    attributes.contains { ["@inlinable", "@_transparent"].contains($0.trimmedDescription) }
  }

  // MARK: Statements

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    if isInlined(node.attributes) { return .skipChildren }
    if let body = node.body {
      returnEarly(from: body.statements, node.signature.returnClause?.type.trimmedDescription)
    }
    return .visitChildren
  }

  /// Leaves a body before each of its statements but the first.
  private func returnEarly(from body: CodeBlockItemListSyntax, _ type: String?) {
    let value: String
    switch type {
    case nil, "Void"?: value = ""
    case "Bool"?: value = " false"
    case "Int"?: value = " 0"
    case "String"?: value = " \"\""
    case let type? where type.hasSuffix("?"): value = " nil"
    case let type? where type.hasPrefix("[") && !type.contains(":"): value = " []"
    default: return
    }
    for item in body.dropFirst() where !item.item.is(ReturnStmtSyntax.self) {
      add(
        .early, at: item, "if isMutant(#) { return\(value) }\n", "",
        "return\(value) before: \(item.trimmedDescription.prefix(80))")
    }
  }

  override func visit(_ node: CodeBlockItemListSyntax) -> SyntaxVisitorContinueKind {
    var previous: CodeBlockItemSyntax?
    for item in node {
      guard isAction(item) else {
        previous = nil
        continue
      }
      drop(item)
      if let previous, !isAssignment(previous) || !isAssignment(item) {
        add(
          .swap, at: previous, to: item,
          "if isMutant(#) {\n\(item.trimmedDescription)\n\(previous.trimmedDescription)\n} else {\n",
          "\n}", "swap: \(previous.trimmedDescription) | \(item.trimmedDescription)")
      }
      previous = item
    }
    return .visitChildren
  }

  /// Whether a statement declares nothing and leads nowhere: a call or an assignment.
  private func isAction(_ item: CodeBlockItemSyntax) -> Bool {
    guard case .expr(let expression) = item.item,
      let list = item.parent?.as(CodeBlockItemListSyntax.self)
    else { return false }
    // What only makes room changes nothing that a test can see.
    if item.trimmedDescription.contains("reserveCapacity") { return false }
    if let assignment = expression.as(InfixOperatorExprSyntax.self) {
      let isCompound = assignment.operator.trimmedDescription.hasSuffix("=")
      let isComparison = ["==", "!=", "<=", ">="].contains(assignment.operator.trimmedDescription)
      let isFirst = list.parent?.parent?.is(InitializerDeclSyntax.self) == true
      return isCompound && !isComparison && !isFirst
    }
    guard isCall(expression) else { return false }
    // The only call of a body is its value, but for a branch or where there is none to return.
    guard list.count == 1 else { return true }
    guard let owner = list.parent?.parent else { return false }
    if let function = owner.as(FunctionDeclSyntax.self) {
      return function.signature.returnClause == nil
    }
    return owner.is(IfExprSyntax.self) || owner.is(ForStmtSyntax.self)
      || owner.is(WhileStmtSyntax.self) || list.parent?.is(SwitchCaseSyntax.self) == true
      || wakes(expression.trimmedDescription)
  }

  private func isAssignment(_ item: CodeBlockItemSyntax) -> Bool {
    item.item.as(InfixOperatorExprSyntax.self) != nil
  }

  private func isCall(_ expression: ExprSyntax) -> Bool {
    if let tried = expression.as(TryExprSyntax.self) { return isCall(tried.expression) }
    if let awaited = expression.as(AwaitExprSyntax.self) { return isCall(awaited.expression) }
    return expression.is(FunctionCallExprSyntax.self)
  }

  private static let wakers = [
    "unpark", "resume", "wake", "signal", "broadcast", "notify", "finish", "yield", "schedule",
    "enqueue", "post",
  ]

  private func wakes(_ code: String) -> Bool {
    let name = code.prefix { $0 != "(" && $0 != "{" && $0 != "=" }.split(separator: ".").last ?? ""
    return Self.wakers.contains { name.hasPrefix($0) } && code.contains("(")
  }

  private func drop(_ item: CodeBlockItemSyntax) {
    let code = item.trimmedDescription
    let call = code.prefix { $0 != "(" && $0 != "{" && $0 != "=" }.lowercased()
    let kind: Mutant.Kind =
      call.contains("cancel") && !call.contains("cancelled") ? .cancel : wakes(code) ? .wake : .drop
    add(kind, at: item, "if !isMutant(#) { ", " }", "drop: \(code.prefix(120))")
  }

  override func visit(_ node: DeferStmtSyntax) -> SyntaxVisitorContinueKind {
    add(
      .defer, at: node.body.statements, "if !isMutant(#) { ", " }",
      "drop: \(node.trimmedDescription)")
    return .visitChildren
  }

  override func visit(_ node: BreakStmtSyntax) -> SyntaxVisitorContinueKind {
    add(.early, at: node, "if isMutant(#) { continue } else { ", " }", "break → continue")
    return .skipChildren
  }

  override func visit(_ node: ContinueStmtSyntax) -> SyntaxVisitorContinueKind {
    add(.early, at: node, "if isMutant(#) { break } else { ", " }", "continue → break")
    return .skipChildren
  }

  // MARK: Conditions

  override func visit(_ node: ConditionElementSyntax) -> SyntaxVisitorContinueKind {
    guard case .expression(let condition) = node.condition,
      let list = node.parent?.as(ConditionElementListSyntax.self)
    else { return .visitChildren }
    if list.count == 1 {
      negate(condition, .branch)
    } else {
      add(
        .condition, at: condition, "(isMutant(#) || (", "))",
        "ignored: \(condition.trimmedDescription)")
    }
    return .visitChildren
  }

  override func visit(_ node: WhereClauseSyntax) -> SyntaxVisitorContinueKind {
    add(
      .condition, at: node.condition, "(isMutant(#) || (", "))",
      "ignored: \(node.condition.trimmedDescription)")
    return .visitChildren
  }

  override func visit(_ node: TernaryExprSyntax) -> SyntaxVisitorContinueKind {
    negate(node.condition, .branch)
    return .visitChildren
  }

  override func visit(_ node: ReturnStmtSyntax) -> SyntaxVisitorContinueKind {
    if let code = node.expression, let literal = code.as(BooleanLiteralExprSyntax.self) {
      negate(literal, .verdict)
    }
    return .visitChildren
  }

  // MARK: Operators and bounds

  override func visit(_ node: InfixOperatorExprSyntax) -> SyntaxVisitorContinueKind {
    guard let name = node.operator.as(BinaryOperatorExprSyntax.self)?.operator.text else {
      return .visitChildren
    }
    let (left, right) = (node.leftOperand.trimmedDescription, node.rightOperand.trimmedDescription)
    let comparisons = ["<": "<=", "<=": "<", ">": ">=", ">=": ">"]
    switch name {
    case "<", "<=", ">", ">=":
      replace(node, by: "\(left) \(comparisons[name, default: name]) \(right)", .comparison)
    case "==", "!=": negate(node, .comparison)
    case "&&": replace(node, by: "\(left) || \(right)", .connective)
    case "||": replace(node, by: "\(left) && \(right)", .connective)
    case "??": replace(node, by: right, .fallback)
    case "..<": replace(node, by: "(\(left) + 1)..<\(right)", .bound)
    case "...": replace(node, by: "(\(left) + 1)...\(right)", .bound)
    case "+", "&+": replace(node, by: "\(left) \(name == "+" ? "-" : "&-") \(right)", .bound)
    case "-", "&-": replace(node, by: "\(left) \(name == "-" ? "+" : "&+") \(right)", .bound)
    default: break
    }
    return .visitChildren
  }

  override func visit(_ node: IntegerLiteralExprSyntax) -> SyntaxVisitorContinueKind {
    if let value = Int(node.literal.text), value < 1_000 {
      replace(node, by: "\(value == 1 ? 0 : value + 1)", .bound)
    }
    return .skipChildren
  }

  override func visit(_ node: MemberAccessExprSyntax) -> SyntaxVisitorContinueKind {
    if node.trimmedDescription == "Task.isCancelled" { replace(node, by: "false", .cancel) }
    if node.parent?.is(FunctionCallExprSyntax.self) != true { swapEnds(ExprSyntax(node)) }
    return .visitChildren
  }

  private static let ends = [
    "first": "last", "last": "first", "prefix": "suffix", "suffix": "prefix", "min": "max",
    "max": "min", "dropFirst": "dropLast", "dropLast": "dropFirst", "firstIndex": "lastIndex",
    "removeFirst": "removeLast", "popLast": "popFirst", "startIndex": "endIndex",
  ]

  /// Takes a sequence's other end.
  private func swapEnds(_ node: ExprSyntax) {
    let name: TokenSyntax
    if let member = node.as(MemberAccessExprSyntax.self), member.base != nil {
      name = member.declName.baseName
    } else if let reference = node.as(DeclReferenceExprSyntax.self) {
      name = reference.baseName
    } else {
      return
    }
    guard let other = Self.ends[name.text] else { return }
    let whole = node.parent?.as(FunctionCallExprSyntax.self).map(ExprSyntax.init) ?? node
    let before = whole.trimmedDescription
    let offset =
      name.positionAfterSkippingLeadingTrivia.utf8Offset
      - whole.positionAfterSkippingLeadingTrivia.utf8Offset
    var bytes = Array(before.utf8)
    bytes.replaceSubrange(offset..<(offset + name.text.utf8.count), with: other.utf8)
    replace(whole, by: String(decoding: bytes, as: UTF8.self), .end)
  }
}
