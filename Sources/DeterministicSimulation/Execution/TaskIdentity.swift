/// Which task a piece of code runs in, so that a task can be told from its children.
struct TaskIdentity: Equatable {
  /// A hash of 64 bits, which two tasks have no chance to share.
  ///
  /// The handle itself has a layout that is known only at run time, which made each access to a
  /// class that kept it slow.
  private let hash: Int?

  /// The identity of the calling task.
  init() {
    hash = unsafe withUnsafeCurrentTask { unsafe $0?.hashValue }
  }
}
