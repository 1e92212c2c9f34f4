/// A 4-ary heap of keys that knows where each of them is.
///
/// The four children of a node lie in one cache line, and behind the last key lie three larger than all: the least of four is found without
/// asking how many there are. What is taken leaves a hole at the top that the next key fills: to take an event and to schedule another, the
/// commonest pair of operations, costs one walk down.
@usableFromInline struct NearHeap {
    /// Places before the root, so that the children of each node begin a cache line.
    private static let lead = 3
    /// Places behind the last key.
    private static let tail = 4

    private var memory: UnsafeMutablePointer<UInt128>
    @usableFromInline var keys: UnsafeMutablePointer<UInt128>
    /// Places in use, the hole included.
    @usableFromInline var size = 0
    /// Whether the key at the root has been taken.
    @usableFromInline var hasHole = false
    @usableFromInline var capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        memory = Self.allocate(capacity)
        keys = memory + Self.lead
    }

    func deallocate() { PageMemory.deallocate(memory) }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt128> {
        let memory: UnsafeMutablePointer<UInt128> = PageMemory.allocate(lead + capacity + tail)
        memory.initialize(repeating: EventKey.none, count: lead + capacity + tail)
        return memory
    }

    /// Adds a key.
    @inline(__always) mutating func insert(_ key: UInt128, _ positions: UnsafeMutablePointer<UInt32>) {
        if hasHole {
            hasHole = false
            siftDown(key, from: 0, positions)
        } else {
            if size == capacity { grow() }
            size &+= 1
            siftUp(key, from: size &- 1, positions)
        }
    }

    /// Fills the hole with the last key.
    @inlinable @inline(__always) mutating func close(_ positions: UnsafeMutablePointer<UInt32>) {
        guard hasHole else { return }
        hasHole = false
        removeRoot(positions)
    }

    @usableFromInline mutating func removeRoot(_ positions: UnsafeMutablePointer<UInt32>) {
        let key = shortened()
        if size > 0 { siftDown(key, from: 0, positions) }
    }

    /// Removes the key at a position; there is no hole.
    mutating func remove(at position: Int, _ positions: UnsafeMutablePointer<UInt32>) {
        let key = shortened()
        if position < size { replace(at: position, by: key, positions) }
    }

    /// Puts another key at a position; there is no hole.
    @inline(__always) mutating func replace(at position: Int, by key: UInt128, _ positions: UnsafeMutablePointer<UInt32>) {
        if position > 0, key < keys[(position &- 1) >> 2] {
            siftUp(key, from: position, positions)
        } else {
            siftDown(key, from: position, positions)
        }
    }

    /// Adds a key without order; ``restore(_:)`` must follow.
    mutating func append(_ key: UInt128) {
        if size == capacity { grow() }
        keys[size] = key
        size &+= 1
    }

    /// Makes a heap of keys in any order.
    mutating func restore(_ positions: UnsafeMutablePointer<UInt32>) {
        for position in 0..<size { positions[EventKey.slot(keys[position])] = UInt32(truncatingIfNeeded: position) }
        guard size > 1 else { return }
        for position in stride(from: (size - 2) >> 2, through: 0, by: -1) { siftDown(keys[position], from: position, positions) }
    }

    /// Removes all keys beyond a time and hands them over, in no order; what remains is a heap again. There is no hole.
    mutating func removeAll(after time: Int64, _ positions: UnsafeMutablePointer<UInt32>, _ take: (UInt128) -> Void) {
        var kept = 0
        for position in 0..<size {
            let key = keys[position]
            if EventKey.time(key) > time {
                take(key)
            } else {
                keys[kept] = key
                kept += 1
            }
        }
        for position in kept..<size { keys[position] = EventKey.none }
        size = kept
        restore(positions)
    }

    private mutating func shortened() -> UInt128 {
        size &-= 1
        let key = keys[size]
        keys[size] = EventKey.none
        return key
    }

    @inline(__always) private func place(_ key: UInt128, at position: Int, _ positions: UnsafeMutablePointer<UInt32>) {
        keys[position] = key
        positions[EventKey.slot(key)] = UInt32(truncatingIfNeeded: position)
    }

    @inline(__always) mutating func siftUp(_ key: UInt128, from start: Int, _ positions: UnsafeMutablePointer<UInt32>) {
        var position = start
        while position > 0 {
            let parent = (position &- 1) >> 2
            let above = keys[parent]
            if above < key { break }
            place(above, at: position, positions)
            position = parent
        }
        place(key, at: position, positions)
    }

    @inline(__always) private static func isLess(_ keys: UnsafeMutableRawPointer, _ left: Int, _ right: Int) -> Int {
        keys.load(fromByteOffset: left, as: UInt128.self) < keys.load(fromByteOffset: right, as: UInt128.self) ? 1 : 0
    }

    /// Positions are byte offsets within: a third of the instructions would otherwise multiply by the size of a key.
    @inline(__always) mutating func siftDown(_ key: UInt128, from start: Int, _ positions: UnsafeMutablePointer<UInt32>) {
        let base = UnsafeMutableRawPointer(keys)
        let end = size &* 16
        var hole = start &* 16
        while true {
            let first = hole &* 4 &+ 16
            if first >= end { break }
            let children = base + first
            // Selected by arithmetic: as a condition each would be a branch that nobody can predict.
            let left = Self.isLess(children, 16, 0) &<< 4
            let right = (2 | Self.isLess(children, 48, 32)) &<< 4
            let child = left ^ ((left ^ right) & (0 &- Self.isLess(children, right, left)))
            let least = children.load(fromByteOffset: child, as: UInt128.self)
            if key < least { break }
            base.storeBytes(of: least, toByteOffset: hole, as: UInt128.self)
            positions[EventKey.slot(least)] = UInt32(truncatingIfNeeded: hole &>> 4)
            hole = first &+ child
        }
        place(key, at: hole &>> 4, positions)
    }

    @usableFromInline mutating func grow() {
        let larger = capacity * 2
        let new = Self.allocate(larger)
        (new + Self.lead).update(from: keys, count: size)
        PageMemory.deallocate(memory)
        memory = new
        keys = new + Self.lead
        capacity = larger
    }
}
