/// What a subcommand has of the outside world.
package struct Console: Sendable {
  /// Standard output.
  let output: DescriptorWriter
  /// Standard error, which only accompanies the output: that it can't be written to is no error.
  let errors: DescriptorWriter
  /// The user's wish to end it.
  let interruption: Interruption

  /// The console of this process.
  init(interruption: Interruption) {
    self.interruption = interruption
    output = DescriptorWriter(
      descriptor: 1, name: "standard output", interruption: interruption)
    errors = DescriptorWriter(
      descriptor: 2, name: "standard error", interruption: interruption, isDecoration: true)
  }
}
