/// Why a delivery sends nothing more.
struct DeliveryInterruption: Error {
  let ending: DeliveryEnding
  /// Whether the sink threw, after which nothing may be asked of it.
  var isSinkDead = false
}
