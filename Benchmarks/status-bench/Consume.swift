/// Keeps the optimiser from leaving out the work that made a value.
@inline(never)
func consume<Value>(_ value: borrowing Value) {}
