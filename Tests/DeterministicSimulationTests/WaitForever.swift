/// Waits for ever on something that a simulation does not know, and ignores cancellation.
func waitForever() async {
  await unsafe withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
}
