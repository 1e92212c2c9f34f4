/// A heap of items with keys, least first and of equal keys the least item, in which any item can be found by its position.
///
/// Positions lie in a table that several heaps share, as an item is in one of them at a time. An entry is one number of 128 bits that holds key and
/// item and is compared once. Four children to a node: half as deep as two, and four entries are a cache line.
@usableFromInline
struct IndexedHeap: BitwiseCopyable {
    typealias Positions = UnsafeMutablePointer<Int32>

    private var entries: UnsafeMutablePointer<UInt128>?
    private(set) var count = 0
    private var capacity = 0

    /// Behind the last entry, so that a node has four children even if some are not there.
    private static let padding = 3
    /// In front of the first, so that four children begin where a cache line does.
    private static let lead = 3

    /// A key's bits, put so that they compare as whole numbers without sign.
    @inline(__always)
    private static func entry(_ key: Double, _ item: Int32) -> UInt128 {
        // The sum is the key, but for a negative zero.
        let bits = (key + 0).bitPattern
        let sign = UInt64(bitPattern: Int64(bitPattern: bits) >> 63)
        return UInt128(bits ^ (sign | 1 << 63)) << 64 | UInt128(truncatingIfNeeded: UInt32(bitPattern: item))
    }

    @inline(__always)
    private static func key(_ entry: UInt128) -> Double {
        let bits = UInt64(truncatingIfNeeded: entry >> 64)
        let sign = UInt64(bitPattern: Int64(bitPattern: ~bits) >> 63)
        return Double(bitPattern: bits ^ (sign | 1 << 63))
    }

    @inline(__always)
    private static func item(_ entry: UInt128) -> Int32 { Int32(truncatingIfNeeded: entry) }

    mutating func deallocate() {
        if let entries { (entries - Self.lead).deallocate() }
        entries = nil
        count = 0
        capacity = 0
    }

    var isEmpty: Bool { count == 0 }

    /// The first entry of a heap that is not empty.
    @inline(__always)
    var first: (key: Double, item: Int32) {
        let entry = entries.unsafelyUnwrapped[0]
        return (Self.key(entry), Self.item(entry))
    }

    mutating func insert(_ item: Int32, key: Double, _ positions: Positions) {
        if count == capacity { grow() }
        count += 1
        rise(Self.entry(key, item), from: count - 1, positions)
    }

    mutating func remove(at position: Int32, _ positions: Positions) {
        let base = entries.unsafelyUnwrapped
        positions[Int(Self.item(base[Int(position)]))] = -1
        count -= 1
        let last = base[count]
        base[count] = .max
        if Int(position) < count { move(last, to: Int(position), positions) }
    }

    func setKey(_ key: Double, at position: Int32, _ positions: Positions) {
        move(Self.entry(key, Self.item(entries.unsafelyUnwrapped[Int(position)])), to: Int(position), positions)
    }

    /// Forgets all items; whoever asks for their positions gets -1.
    mutating func removeAll(_ positions: Positions) {
        for position in 0..<count {
            positions[Int(Self.item(entries.unsafelyUnwrapped[position]))] = -1
            entries.unsafelyUnwrapped[position] = .max
        }
        count = 0
    }

    /// Gives every item another key.
    func mapKeys(_ positions: Positions, _ body: (Double, Int32) -> Double) {
        guard count > 0 else { return }
        let base = entries.unsafelyUnwrapped
        for position in 0..<count {
            let item = Self.item(base[position])
            base[position] = Self.entry(body(Self.key(base[position]), item), item)
        }
        // Rounding may have made keys equal, which the items then order.
        for position in stride(from: (count - 2) / 4, through: 0, by: -1) {
            sink(base[position], from: position, positions)
        }
    }

    @inline(__always)
    private func move(_ entry: UInt128, to position: Int, _ positions: Positions) {
        if position > 0, entry < entries.unsafelyUnwrapped[(position - 1) / 4] {
            rise(entry, from: position, positions)
        } else {
            sink(entry, from: position, positions)
        }
    }

    private func rise(_ entry: UInt128, from start: Int, _ positions: Positions) {
        let base = entries.unsafelyUnwrapped
        var position = start
        while position > 0 {
            let parent = (position - 1) / 4
            guard entry < base[parent] else { break }
            base[position] = base[parent]
            positions[Int(Self.item(base[position]))] = Int32(truncatingIfNeeded: position)
            position = parent
        }
        base[position] = entry
        positions[Int(Self.item(entry))] = Int32(truncatingIfNeeded: position)
    }

    @inline(__always)
    private static func isLess(_ children: UnsafeMutablePointer<UInt128>, _ left: Int, _ right: Int) -> Int {
        children[left] < children[right] ? 1 : 0
    }

    private func sink(_ entry: UInt128, from start: Int, _ positions: Positions) {
        let base = entries.unsafelyUnwrapped
        var position = start
        while true {
            let first = 4 &* position &+ 1
            guard first < count else { break }
            let children = base + first
            // Selected by arithmetic: as a condition each would be a branch that nobody can predict.
            let left = Self.isLess(children, 1, 0)
            let right = 2 | Self.isLess(children, 3, 2)
            let child = left ^ ((left ^ right) & (0 &- Self.isLess(children, right, left)))
            let least = children[child]
            guard least < entry else { break }
            base[position] = least
            positions[Int(Self.item(least))] = Int32(truncatingIfNeeded: position)
            position = first &+ child
        }
        base[position] = entry
        positions[Int(Self.item(entry))] = Int32(truncatingIfNeeded: position)
    }

    private mutating func grow() {
        let larger = max(4, 2 * capacity)
        let room = larger + Self.lead + Self.padding
        let memory = UnsafeMutableRawPointer.allocate(byteCount: room * MemoryLayout<UInt128>.stride, alignment: 64)
        let first = memory.initializeMemory(as: UInt128.self, repeating: .max, count: room)
        let new = first + Self.lead
        if let entries {
            new.update(from: entries, count: count)
            (entries - Self.lead).deallocate()
        }
        entries = new
        capacity = larger
    }
}
