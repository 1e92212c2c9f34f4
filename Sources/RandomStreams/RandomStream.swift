/// A stream of random numbers that follows from its name alone.
///
/// The generator is xoshiro256++ (Blackman and Vigna, 2021, doi:10.1145/3460772) with period 2^256 - 1. Its state is the hash of the
/// name, so streams begin at unrelated places; that two of a million streams meet within 2^64 numbers has a probability under 2^-150.
/// It uses integers only and is the same on every machine.
///
/// An *antithetic* stream inverts every bit, which turns each uniform number u of the plain stream into exactly 1 - u. Averages over a
/// plain and an antithetic replication vary less where the result is monotone in the numbers.
///
/// The type does not conform to `RandomNumberGenerator` on purpose: the standard library's algorithms over generators may change from
/// version to version and would change every result.
public struct RandomStream: Sendable {
    @usableFromInline var s0: UInt64
    @usableFromInline var s1: UInt64
    @usableFromInline var s2: UInt64
    @usableFromInline var s3: UInt64
    @usableFromInline let inversion: UInt64

    /// Creates the stream of a name.
    public init(_ name: StreamName, antithetic: Bool = false) {
        let hash = name.hashed
        s0 = hash.v0
        s1 = hash.v1
        s2 = hash.v2
        s3 = hash.v3
        inversion = antithetic ? .max : 0
        // The one state that the generator cannot leave.
        if s0 | s1 | s2 | s3 == 0 { s0 = 1 }
    }

    /// Creates the stream of a numbered entity.
    public init(rootSeed: UInt64, replication: UInt64, entity: UInt64, purpose: String, antithetic: Bool = false) {
        let name = StreamName(rootSeed: rootSeed, replication: replication, entity: .number(entity), purpose: purpose)
        self.init(name, antithetic: antithetic)
    }

    /// Creates the stream of a named entity.
    public init(rootSeed: UInt64, replication: UInt64, entity: String, purpose: String, antithetic: Bool = false) {
        let name = StreamName(rootSeed: rootSeed, replication: replication, entity: .name(entity), purpose: purpose)
        self.init(name, antithetic: antithetic)
    }

    /// Whether the stream mirrors its namesake.
    public var isAntithetic: Bool { inversion != 0 }

    /// Draws 64 random bits.
    @inlinable @inline(__always)
    public mutating func next() -> UInt64 {
        let sum = s0 &+ s3
        let result = (sum << 23 | sum >> 41) &+ s0
        let shifted = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = s3 << 45 | s3 >> 19
        return result ^ inversion
    }
}
