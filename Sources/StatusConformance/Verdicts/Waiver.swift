/// A broken rule that is known and accepted for a time.
public struct Waiver: Sendable, Hashable {
  /// The rule that is broken.
  public let rule: ConformanceRule
  /// The stage whose implementation breaks it; `nil` for any.
  public let subject: ConformanceSubject?
  /// The implementation that breaks it; `nil` for any.
  public let name: String?
  /// Why that is accepted.
  public let reason: String
  /// The last day on which it is.
  public let until: CalendarDay

  /// Accepts that a rule is broken.
  public init(
    _ rule: ConformanceRule, subject: ConformanceSubject? = nil, name: String? = nil,
    reason: String, until: CalendarDay
  ) {
    self.rule = rule
    self.subject = subject
    self.name = name
    self.reason = reason
    self.until = until
  }

  /// Whether it is about an implementation.
  package func covers(_ report: ConformanceReport) -> Bool {
    (subject ?? report.subject) == report.subject && (name ?? report.name) == report.name
  }

  /// Whether it is about the same as another one.
  func repeats(_ other: Waiver) -> Bool {
    (rule, subject, name) == (other.rule, other.subject, other.name)
  }
}

extension Waiver: CustomStringConvertible {
  /// The rule and what it is about.
  public var description: String {
    let about = [subject?.rawValue, name?.quoted].compactMap(\.self).joined(separator: " ")
    return "the waiver of rule \(rule.id)" + (about.isEmpty ? "" : " for \(about)")
  }
}

/// A waiver that has nothing more to waive.
public struct StaleWaiver: Sendable, Hashable, CustomStringConvertible {
  /// The waiver.
  public let waiver: Waiver
  /// Why it is stale.
  public let reason: String

  /// Names the waiver and says why it is stale.
  public var description: String { "\(waiver) is stale: \(reason)" }
}

/// A day of the Gregorian calendar, written as ISO 8601 has it: `2026-12-31`.
public struct CalendarDay: Sendable, Hashable {
  /// The year, from 0 to 9999.
  public let year: Int
  /// The month, from 1 on.
  public let month: Int
  /// The day of the month, from 1 on.
  public let day: Int

  /// Reads a day; `nil` if there is none that is written so.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard parts.map(\.count) == [4, 2, 2], parts.joined().allSatisfy(digits.contains) else {
      return nil
    }
    let numbers = parts.map { $0.reduce(0) { $0 * 10 + Int($1 - digits.lowerBound) } }
    (year, month, day) = (numbers[0], numbers[1], numbers[2])
    guard (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day) else {
      return nil
    }
  }

  /// The day that lies so many days after 1 January 1970, in the years that can be written.
  public init?(daysSince1970 count: Int) {
    guard (-719_528...2_932_896).contains(count) else { return nil }
    var (year, rest) = (1970, count)
    while rest < 0 {
      year -= 1
      rest += Self.days(of: year)
    }
    while rest >= Self.days(of: year) {
      rest -= Self.days(of: year)
      year += 1
    }
    var month = 1
    while rest >= Self.days(in: month, of: year) {
      rest -= Self.days(in: month, of: year)
      month += 1
    }
    (self.year, self.month, day) = (year, month, rest + 1)
  }

  private static func days(of year: Int) -> Int { isLeap(year) ? 366 : 365 }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}

extension CalendarDay: Comparable, CustomStringConvertible {
  /// Orders days as time passes.
  public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// The text that it is read from.
  public var description: String {
    func padded(_ number: Int, to width: Int) -> String {
      String(repeating: "0", count: max(width - "\(number)".count, 0)) + "\(number)"
    }
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }
}
