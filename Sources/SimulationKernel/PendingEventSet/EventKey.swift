/// The order of pending events in one integer.
///
/// Time (56 bits), priority (6), sequence (40) and slot (26) share 128 bits, so that one comparison decides and ties are first in, first
/// out. The slot comes last and never decides, as no two events have the same sequence.
@usableFromInline enum EventKey {
    /// Larger than any key: no time reaches it.
    @inlinable static var none: UInt128 { .max }

    @inlinable @inline(__always)
    static func make(_ time: Int64, _ rank: UInt8, _ sequence: UInt64, _ slot: UInt32) -> UInt128 {
        // By halves: the compiler does not see that most of a 128-bit shift vanishes.
        let high = UInt64(bitPattern: time) << 8 | UInt64(rank) << 2 | sequence >> 38
        return UInt128(_low: sequence << 26 | UInt64(slot), _high: high)
    }

    @inlinable @inline(__always) static func time(_ key: UInt128) -> Int64 { Int64(bitPattern: key._high >> 8) }

    @inlinable @inline(__always) static func rank(_ key: UInt128) -> UInt8 { UInt8(truncatingIfNeeded: key._high >> 2) & 63 }

    @inlinable @inline(__always) static func sequence(_ key: UInt128) -> UInt64 { (key._high & 3) << 38 | key._low >> 26 }

    /// Priority and sequence: what tells a slot's event from those that had the slot before.
    @inlinable @inline(__always) static func stamp(_ key: UInt128) -> UInt64 { key._high << 38 & 0x3FFF_FFFF_FFFF | key._low >> 26 }

    @inlinable @inline(__always) static func slot(_ key: UInt128) -> Int { Int(truncatingIfNeeded: key._low & 0x3FF_FFFF) }
}
