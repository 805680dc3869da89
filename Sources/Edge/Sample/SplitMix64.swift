/// A small random number generator whose numbers are the same on every machine.
///
/// Integers only: nothing here depends on a C library's floating point. Not for secrets.
///
/// - Source: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators" (SplitMix).
struct SplitMix64 {
  private var state: UInt64

  /// Starts at a point of the sequence that `seed` names; near seeds give unrelated sequences.
  init(seed: UInt64) {
    state = Self.scramble(seed)
  }

  /// A generator of its own for one stream (a person, a day) of a seed.
  init(seed: UInt64, stream: UInt64) {
    self.init(seed: seed ^ Self.scramble(stream &+ 0x632B_E59B_D9B4_E019))
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.scramble(state)
  }

  /// A number of 0..<bound, all equally likely (to one in 2^64 / bound).
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number of 0..<bound that prefers the small ones: the square of an even draw, so that the
  /// first tenth of the range gets about a third of the draws.
  mutating func skewed(_ bound: Int) -> Int {
    let even = next() >> 32
    return Int((even &* even).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// True in `perMille` of 1,000 draws.
  mutating func chance(_ perMille: Int) -> Bool {
    below(1_000) < perMille
  }

  /// A one-to-one mapping of 64 bits onto 64 bits that hides any pattern.
  static func scramble(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
