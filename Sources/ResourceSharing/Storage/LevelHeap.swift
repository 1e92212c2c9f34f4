/// A binary heap of water levels at which something stops: an activity at its limit or a resource at its capacity.
///
/// Ordinals make the order total (limits before resources, then by index), so the sequence of stops does not depend on the order of
/// insertion.
struct LevelHeap {
    struct Stop: BitwiseCopyable {
        var level: Double
        var ordinal: Int64

        init(level: Double, limitOf activity: Int32) {
            self.level = level
            ordinal = Int64(activity)
        }

        init(level: Double, resource: Int32) {
            self.level = level
            ordinal = Stop.resourceBit | Int64(resource)
        }

        var isResource: Bool { ordinal & Stop.resourceBit != 0 }
        var index: Int { Int(ordinal & (Stop.resourceBit - 1)) }

        private static let resourceBit: Int64 = 1 << 32

        func precedes(_ other: Stop) -> Bool {
            level < other.level || (level == other.level && ordinal < other.ordinal)
        }
    }

    private var stops = GrowingBuffer<Stop>()

    func deallocate() {
        stops.deallocate()
    }

    var isEmpty: Bool { stops.count == 0 }
    var first: Stop { stops.base[0] }

    mutating func removeAll() {
        stops.removeAll()
    }

    /// Adds a stop at the end; ``establishOrder()`` must follow before ``first`` means anything.
    mutating func append(_ stop: Stop) {
        stops.append(stop)
    }

    func establishOrder() {
        var position = stops.count / 2
        while position > 0 {
            position -= 1
            siftDown(stops.base[position], from: position)
        }
    }

    mutating func removeFirst() {
        let last = stops.removeLast()
        if stops.count > 0 {
            siftDown(last, from: 0)
        }
    }

    /// Raises the level of the first stop.
    func raiseFirst(to level: Double) {
        var stop = stops.base[0]
        stop.level = level
        siftDown(stop, from: 0)
    }

    private func siftDown(_ stop: Stop, from start: Int) {
        let base = stops.base
        let count = stops.count
        var position = start
        while true {
            var child = 2 * position + 1
            guard child < count else { break }
            if child + 1 < count, base[child + 1].precedes(base[child]) {
                child += 1
            }
            guard base[child].precedes(stop) else { break }
            base[position] = base[child]
            position = child
        }
        base[position] = stop
    }
}
