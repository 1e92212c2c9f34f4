/// Finds what a group uses of a resource: a table of open addresses, with (resource, group) as the key.
///
/// A backbone with room to spare may be used by as many groups as there are ports, too many to go through for each activity that comes.
struct GroupUseTable {
    private struct Slot: BitwiseCopyable {
        /// Resource and group, or ``free``.
        var key: UInt64
        var use: Int32
    }

    private static let free = UInt64.max

    private var slots: UnsafeMutablePointer<Slot>
    private var capacity = 16
    private var count = 0

    init() {
        slots = Self.allocate(capacity)
    }

    func deallocate() { slots.deallocate() }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
        slots.initialize(repeating: Slot(key: free, use: -1), count: capacity)
        return slots
    }

    private static func key(_ resource: Int32, _ group: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: resource)) << 32 | UInt64(UInt32(bitPattern: group))
    }

    /// Where a key belongs if its place is not taken: the upper bits of a product (Knuth, The Art of Computer Programming, vol. 3, 6.4).
    private func home(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - capacity.trailingZeroBitCount))
    }

    /// The use, or -1.
    func find(_ resource: Int32, _ group: Int32) -> Int32 {
        let key = Self.key(resource, group)
        var position = home(key)
        while slots[position].key != key {
            if slots[position].key == Self.free { return -1 }
            position = (position + 1) & (capacity - 1)
        }
        return slots[position].use
    }

    mutating func insert(_ resource: Int32, _ group: Int32, _ use: Int32) {
        if 2 * count >= capacity { grow() }
        count += 1
        put(Slot(key: Self.key(resource, group), use: use))
    }

    mutating func remove(_ resource: Int32, _ group: Int32) {
        let key = Self.key(resource, group)
        var position = home(key)
        while slots[position].key != key { position = (position + 1) & (capacity - 1) }
        count -= 1
        // Whoever stands behind and could stand here moves up, so that no search ends too early (Knuth, 6.4, algorithm R).
        var next = position
        while true {
            next = (next + 1) & (capacity - 1)
            let slot = slots[next]
            if slot.key == Self.free { break }
            let distance = (next - home(slot.key)) & (capacity - 1)
            if distance >= (next - position) & (capacity - 1) {
                slots[position] = slot
                position = next
            }
        }
        slots[position].key = Self.free
    }

    private func put(_ slot: Slot) {
        var position = home(slot.key)
        while slots[position].key != Self.free { position = (position + 1) & (capacity - 1) }
        slots[position] = slot
    }

    private mutating func grow() {
        let (old, size) = (slots, capacity)
        capacity *= 2
        slots = Self.allocate(capacity)
        for position in 0..<size where old[position].key != Self.free { put(old[position]) }
        old.deallocate()
    }
}
