/// An encoder's input that the types of its parameters can't hold, which is a refusal.
struct InexpressibleInput: Error {}
