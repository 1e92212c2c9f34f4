/// The generator that C++ calls `mt19937_64`, so that a rival's workload can be drawn again here.
///
/// M. Matsumoto, T. Nishimura: Mersenne Twister, ACM TOMACS 8 (1998); constants of the 64-bit version as in the C++ standard, [rand.predef].
public struct MersenneTwister {
    private static let size = 312
    private static let shift = 156
    private var words: [UInt64]
    private var position = MersenneTwister.size

    /// Begins with a seed.
    public init(seed: UInt64) {
        words = [seed]
        words.reserveCapacity(Self.size)
        for index in 1..<Self.size {
            let last = words[index - 1]
            words.append(6_364_136_223_846_793_005 &* (last ^ (last >> 62)) &+ UInt64(index))
        }
    }

    /// 64 random bits.
    public mutating func word() -> UInt64 {
        if position == Self.size { refill() }
        var word = words[position]
        position += 1
        word ^= (word >> 29) & 0x5555_5555_5555_5555
        word ^= (word << 17) & 0x71D6_7FFF_EDA6_0000
        word ^= (word << 37) & 0xFFF7_EEE0_0000_0000
        return word ^ (word >> 43)
    }

    /// A number as `std::uniform_real_distribution` of libstdc++ draws it.
    public mutating func uniform(_ range: Range<Double>) -> Double {
        let unit = min(Double(word()) / 0x1p64, 1.0.nextDown)
        return unit * (range.upperBound - range.lowerBound) + range.lowerBound
    }

    private mutating func refill() {
        for index in 0..<Self.size {
            let mixed = (words[index] & 0xFFFF_FFFF_8000_0000) | (words[(index + 1) % Self.size] & 0x7FFF_FFFF)
            words[index] = words[(index + Self.shift) % Self.size] ^ (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0xB502_6F5A_A966_19E9)
        }
        position = 0
    }
}
