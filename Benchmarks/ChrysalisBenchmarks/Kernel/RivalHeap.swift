/// The pending event set of a textbook, to measure ours against: a binary heap of (time, sequence number, payload) in an array.
///
/// What `std::priority_queue` does, element for element: a hole moves up or down and the element is put into it once. Raw storage, no bounds
/// checks, times as binary fractions, no cancelling, no moving, no clock, no handler and no fingerprint: it has less to do than a kernel.
struct RivalHeap: ~Copyable {
    /// 32 bytes.
    struct Payload {
        var first: Int64 = 0
        var second: Int64 = 0
        var third: Int64 = 0
        var fourth: Int64 = 0
    }

    private struct Entry {
        var time: Double
        var sequence: UInt64
        var payload: Payload

        @inline(__always) func isBefore(_ other: Entry) -> Bool {
            time < other.time || (time == other.time && sequence < other.sequence)
        }
    }

    private let entries: UnsafeMutablePointer<Entry>
    private let capacity: Int
    private var nextSequence: UInt64 = 0
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        entries = .allocate(capacity: capacity)
    }

    deinit { entries.deallocate() }

    mutating func push(_ time: Double, _ payload: Payload) {
        precondition(count < capacity)
        let entry = Entry(time: time, sequence: nextSequence, payload: payload)
        nextSequence &+= 1
        var hole = count
        count &+= 1
        while hole > 0 {
            let parent = (hole &- 1) / 2
            if !entry.isBefore(entries[parent]) { break }
            entries[hole] = entries[parent]
            hole = parent
        }
        entries[hole] = entry
    }

    mutating func pop() -> (time: Double, payload: Payload) {
        precondition(count > 0)
        let top = entries[0]
        count &-= 1
        let entry = entries[count]
        var hole = 0
        while true {
            var child = 2 &* hole &+ 1
            if child >= count { break }
            if child &+ 1 < count, entries[child &+ 1].isBefore(entries[child]) { child &+= 1 }
            if !entries[child].isBefore(entry) { break }
            entries[hole] = entries[child]
            hole = child
        }
        entries[hole] = entry
        return (top.time, top.payload)
    }
}
