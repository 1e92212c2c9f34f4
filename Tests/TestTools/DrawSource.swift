/// Seeded draws for test systems (SplitMix64).
public struct DrawSource {
    private var state: UInt64

    /// Begins with a seed.
    public init(seed: Int) {
        state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15
    }

    /// 64 random bits.
    public mutating func word() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number in the range.
    public mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(word() % UInt64(range.count))
    }

    /// A number of the unit interval.
    public mutating func unit() -> Double {
        Double(word() >> 11) * 0x1p-53
    }

    /// A positive number over `decades` binary orders of magnitude on both sides of one.
    public mutating func wide(_ decades: Int) -> Double {
        (1 + unit()) * Double(sign: .plus, exponent: whole(-decades...decades), significand: 1)
    }

    /// Whether something of this probability happens.
    public mutating func chance(_ probability: Double) -> Bool {
        unit() < probability
    }
}
