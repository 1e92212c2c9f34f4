/// A hash over everything that happened in a run, in order.
///
/// Two runs with the same fingerprint executed the same events; it is on in every run, as it costs two multiplications an event. It
/// serves to detect differences and is no cryptographic hash.
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    @usableFromInline var state: UInt64

    /// The hash as a number.
    public var bits: UInt64 { state }

    /// Makes the fingerprint of nothing.
    @inlinable public init() { state = 0x9E37_79B9_7F4A_7C15 }

    /// Adds two integers.
    @inlinable public mutating func mix(_ first: UInt64, _ second: UInt64) {
        // The two halves of a 128-bit product depend on all bits of both factors.
        let product = (first ^ state ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: second ^ 0xE703_7ED1_A0B4_28DB)
        state = (state &<< 23 | state &>> 41) ^ product.high ^ product.low
    }

    /// Adds an integer.
    @inlinable public mutating func mix(_ value: Int64) { mix(UInt64(bitPattern: value), 0x8EBC_6AF0_9C88_C6E3) }

    @inlinable mutating func mix(_ event: Event, at time: SimulationTime) {
        mix(UInt64(bitPattern: time.nanoseconds), UInt64(event.kind) << 32 | UInt64(event.entity))
        mix(UInt64(bitPattern: event.a), UInt64(bitPattern: event.b))
    }

    /// Sixteen hexadecimal digits.
    public var description: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
