internal import StateLocking

/// What a step touched of what tasks share.
///
/// Two steps of different tasks that do not conflict leave everything as it is whichever comes
/// first, as far as tasks share nothing but what footprints show.
public struct Footprint: Sendable, Hashable {
  /// What is known of a step beside what it touched, or in a cheaper form.
  struct Marks: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    /// It touched a lock, a channel, a lane, or what a library has declared.
    static let resources = Marks(rawValue: 1)
    /// It is not known what it touched.
    static let everything = Marks(rawValue: 2)
    /// It read the clock.
    static let clock = Marks(rawValue: 4)
    /// It set a timer; which of two is set first makes no difference that tasks could see.
    static let timers = Marks(rawValue: 8)
    /// It drew a number.
    static let drawing = Marks(rawValue: 16)
  }

  /// What is known of one touched thing: a number, whether it is a task's, whether it was written.
  struct Word: Sendable, Hashable {
    private(set) var bits: UInt64

    init(_ resource: SharedResource, isWrite: Bool) {
      bits = resource.number | (isWrite ? 1 : 0)
    }

    init(task: Int) {
      bits = UInt64(truncatingIfNeeded: task) << 2 | 3
    }

    var isWrite: Bool { bits & 1 == 1 }

    /// The number of the task, if it is one.
    var task: Int? { bits & 2 == 2 ? Int(truncatingIfNeeded: bits >> 2) : nil }

    var resource: SharedResource { SharedResource(number: bits) }

    func isSame(as other: Word) -> Bool { bits | 1 == other.bits | 1 }

    mutating func formUnion(_ other: Word) { bits |= other.bits & 1 }
  }

  private(set) var words: [Word] = []
  var marks: Marks = []

  /// How many things are told apart; a step that touches more is taken to touch everything.
  private static let limit = 32

  /// The time, which changes when nothing is runnable.
  public static let clock = SharedResource("clock")

  /// The order of timers, which those change that are due last of their instant.
  public static let timers = SharedResource("timers")

  /// The numbering of tasks.
  public static let spawning = SharedResource("spawning")

  /// What was touched: locks, channels, lanes, what libraries declare, ``clock``, ``timers`` and
  /// ``spawning``.
  public var accesses: [Access] {
    words.compactMap { word in
      word.task == nil ? Access(resource: word.resource, isWrite: word.isWrite) : nil
    }
  }

  /// The numbers of the other tasks that were woken, cancelled or looked at.
  public var tasks: [Int] { words.compactMap(\.task) }

  /// A thing that was touched.
  public struct Access: Sendable, Hashable {
    /// What it is.
    public let resource: SharedResource

    /// Whether it may have been changed.
    public let isWrite: Bool

    /// Notes that something was touched.
    public init(resource: SharedResource, isWrite: Bool) {
      self.resource = resource
      self.isWrite = isWrite
    }
  }

  /// Whether it is not known what the step touched, because it was nothing that could be seen; it
  /// then conflicts with every other one.
  public var isUnknown: Bool { marks.contains(.everything) || !marks.contains(.resources) }

  init() {}

  /// Whether it matters which of two steps comes first.
  ///
  /// - Parameters:
  ///   - task: the number of the task whose step this is.
  ///   - other: the other step's footprint, and its task.
  func conflicts(of task: Int, with other: Footprint, of otherTask: Int) -> Bool {
    if task == otherTask || isUnknown || other.isUnknown { return true }
    let (own, others) = (Word(task: task), Word(task: otherTask))
    return words.contains { word in
      word.isSame(as: others)
        || other.words.contains { $0.isSame(as: word) && ($0.isWrite || word.isWrite) }
    } || other.words.contains { $0.isSame(as: own) }
  }

  mutating func insert(_ resource: SharedResource, isWrite: Bool) {
    marks.insert(.resources)
    insert(Word(resource, isWrite: isWrite))
  }

  mutating func insert(task: Int) {
    insert(Word(task: task))
  }

  /// Notes something that says nothing about what tasks share.
  mutating func insertAside(_ resource: SharedResource, isWrite: Bool) {
    insert(Word(resource, isWrite: isWrite))
  }

  /// Makes touched things of the marks that stand for them, now that the step is over.
  mutating func complete() {
    if marks.contains(.clock) { insertAside(Self.clock, isWrite: false) }
    if marks.contains(.timers) { insertAside(Self.timers, isWrite: false) }
  }

  private mutating func insert(_ word: Word) {
    for index in words.indices where words[index].isSame(as: word) {
      return words[index].formUnion(word)
    }
    guard words.count < Self.limit else { return marks.formUnion(.everything) }
    words.append(word)
  }

  /// Forgets what was touched, but keeps the room for more.
  @inline(__always)
  mutating func removeAll() {
    marks = []
    if !words.isEmpty { words.removeAll(keepingCapacity: true) }
  }
}

/// Something that tasks share, by a number that is equal in every run and process.
public struct SharedResource: Sendable, Hashable {
  /// The number, whose two lowest bits are zero.
  public let number: UInt64

  /// Names a resource: two of one kind and name are taken to be the same.
  ///
  /// - Parameters:
  ///   - kind: what it is, such as `trace`.
  ///   - name: which of them.
  public init(_ kind: String, _ name: String = "") {
    self.init(number: numberOfResource(kind, name))
  }

  /// Takes a resource by its number, of which all but the two lowest bits count.
  public init(number: UInt64) {
    self.number = number & ~3
  }
}
