/// A heap of items with keys, least first and of equal keys the least item, in which any item can be found by its position.
///
/// Positions lie in a table that several heaps share, as an item is in one of them at a time. Four children to a node: half as deep as two, and
/// four entries of 16 bytes are a cache line.
@usableFromInline
struct IndexedHeap: BitwiseCopyable {
    struct Entry: BitwiseCopyable {
        var key: Double
        var item: Int32

        @inline(__always)
        func precedes(_ other: Entry) -> Bool { key < other.key || (key == other.key && item < other.item) }
    }

    typealias Positions = UnsafeMutablePointer<Int32>

    private(set) var entries: UnsafeMutablePointer<Entry>?
    private(set) var count = 0
    private var capacity = 0

    mutating func deallocate() {
        entries?.deallocate()
        entries = nil
        count = 0
        capacity = 0
    }

    var isEmpty: Bool { count == 0 }
    /// The first entry of a heap that is not empty.
    var first: Entry { entries.unsafelyUnwrapped[0] }

    mutating func insert(_ item: Int32, key: Double, _ positions: Positions) {
        if count == capacity { grow() }
        count += 1
        rise(Entry(key: key, item: item), from: count - 1, positions)
    }

    mutating func remove(at position: Int32, _ positions: Positions) {
        let base = entries.unsafelyUnwrapped
        positions[Int(base[Int(position)].item)] = -1
        count -= 1
        if Int(position) < count { move(base[count], to: Int(position), positions) }
    }

    func setKey(_ key: Double, at position: Int32, _ positions: Positions) {
        var entry = entries.unsafelyUnwrapped[Int(position)]
        entry.key = key
        move(entry, to: Int(position), positions)
    }

    /// Forgets all items; whoever asks for their positions gets -1.
    mutating func removeAll(_ positions: Positions) {
        for position in 0..<count { positions[Int(entries.unsafelyUnwrapped[position].item)] = -1 }
        count = 0
    }

    /// Gives every item another key; ``restoreOrder(_:)`` must follow.
    func mapKeys(_ body: (Entry) -> Double) {
        for position in 0..<count {
            entries.unsafelyUnwrapped[position].key = body(entries.unsafelyUnwrapped[position])
        }
    }

    func restoreOrder(_ positions: Positions) {
        guard count > 1 else { return }
        for position in stride(from: (count - 2) / 4, through: 0, by: -1) {
            sink(entries.unsafelyUnwrapped[position], from: position, positions)
        }
    }

    @inline(__always)
    private func move(_ entry: Entry, to position: Int, _ positions: Positions) {
        if position > 0, entry.precedes(entries.unsafelyUnwrapped[(position - 1) / 4]) {
            rise(entry, from: position, positions)
        } else {
            sink(entry, from: position, positions)
        }
    }

    private func rise(_ entry: Entry, from start: Int, _ positions: Positions) {
        let base = entries.unsafelyUnwrapped
        var position = start
        while position > 0 {
            let parent = (position - 1) / 4
            guard entry.precedes(base[parent]) else { break }
            base[position] = base[parent]
            positions[Int(base[position].item)] = Int32(truncatingIfNeeded: position)
            position = parent
        }
        base[position] = entry
        positions[Int(entry.item)] = Int32(truncatingIfNeeded: position)
    }

    private func sink(_ entry: Entry, from start: Int, _ positions: Positions) {
        let base = entries.unsafelyUnwrapped
        var position = start
        while true {
            let first = 4 * position + 1
            guard first < count else { break }
            var least = first
            for child in first + 1..<max(first + 1, min(first + 4, count)) where base[child].precedes(base[least]) {
                least = child
            }
            guard base[least].precedes(entry) else { break }
            base[position] = base[least]
            positions[Int(base[position].item)] = Int32(truncatingIfNeeded: position)
            position = least
        }
        base[position] = entry
        positions[Int(entry.item)] = Int32(truncatingIfNeeded: position)
    }

    private mutating func grow() {
        capacity = max(4, 2 * capacity)
        let larger = UnsafeMutablePointer<Entry>.allocate(capacity: capacity)
        if let entries {
            larger.moveInitialize(from: entries, count: count)
            entries.deallocate()
        }
        entries = larger
    }
}
