/// Keys in ascending order, first in, first out: events of the present instant.
///
/// What a model schedules for now comes after all that is pending now, unless it is more urgent; it has no need of a heap.
@usableFromInline struct PresentLine {
    @usableFromInline var keys: UnsafeMutablePointer<UInt128>
    @usableFromInline var head = 0
    @usableFromInline var end = 0
    @usableFromInline var capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        keys = PageMemory.allocate(capacity)
    }

    func deallocate() { PageMemory.deallocate(keys) }

    @inlinable var isEmpty: Bool { head == end }

    /// The least key; there is one.
    @inlinable var first: UInt128 { keys[head] }

    /// The largest key; there is one.
    @inlinable var last: UInt128 { keys[end &- 1] }

    /// Whether a key can be appended: it is larger than the last.
    @inlinable @inline(__always) func takes(_ key: UInt128) -> Bool { head == end || keys[end &- 1] < key }

    @inlinable var isFull: Bool { end == capacity }

    /// Appends a key that ``takes(_:)`` has found to be in order; the line is not full.
    @inlinable @inline(__always) mutating func append(_ key: UInt128) {
        keys[end] = key
        end &+= 1
    }

    /// Removes the least key.
    @inlinable @inline(__always) mutating func removeFirst() {
        head &+= 1
        if head == end { (head, end) = (0, 0) }
    }

    /// Drops what has been taken and what there is no use for; grows if that is less than half.
    mutating func makeRoom(keeping isLive: (UInt128) -> Bool) {
        var kept = 0
        for place in head..<end where isLive(keys[place]) {
            keys[kept] = keys[place]
            kept += 1
        }
        (head, end) = (0, kept)
        guard kept * 2 > capacity else { return }
        keys = PageMemory.moved(keys, end, to: capacity * 2)
        capacity *= 2
    }
}
