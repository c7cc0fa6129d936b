/// Keeps the optimiser from leaving out the work that made a value.
///
/// An empty function that is merely not inlined is known to do nothing, and a call of it is left
/// out together with what it was given; of one that is not optimised nothing is known.
@inline(never)
@_optimize(none)
func consume<Value: ~Copyable>(_ value: borrowing Value) {}
