/// Which procedure's own task a task is, by the task's address.
///
/// Asked at each wait. Open addressing with linear probing, at most half full; a dictionary would take longer to hash an address than to do
/// the rest. Nothing ever goes through it in order, so that addresses, which differ from run to run, decide nothing.
struct OwnTasks: ~Copyable {
    private struct Entry: BitwiseCopyable {
        /// 0 where there is none.
        var address: UInt = 0
        var procedure: Unmanaged<Procedure>?
    }

    private var entries: UnsafeMutablePointer<Entry>
    private var mask = 15
    private var count = 0

    init() {
        entries = .allocate(capacity: mask + 1)
        entries.initialize(repeating: Entry(), count: mask + 1)
    }

    deinit { entries.deallocate() }

    /// The procedure of a task; nil if it is no procedure's own.
    subscript(address: UInt) -> Procedure? { entries[place(of: address)].procedure?.takeUnretainedValue() }

    /// Adds a task; its procedure has to live until it is removed.
    mutating func insert(_ procedure: Procedure, _ address: UInt) {
        if (count + 1) * 2 > mask { grow() }
        entries[place(of: address)] = Entry(address: address, procedure: .passUnretained(procedure))
        count += 1
    }

    /// Removes a task, if it is there.
    mutating func remove(_ address: UInt) {
        var hole = place(of: address)
        guard entries[hole].address != 0 else { return }
        count -= 1
        // What follows without a gap moves up where its search would otherwise end at the hole.
        var next = hole
        while true {
            next = (next + 1) & mask
            if entries[next].address == 0 { break }
            let home = home(of: entries[next].address)
            if (next &- home) & mask >= (next &- hole) & mask {
                entries[hole] = entries[next]
                hole = next
            }
        }
        entries[hole] = Entry()
    }

    /// The upper bits of the product depend on all bits of the address.
    private func home(of address: UInt) -> Int { Int(truncatingIfNeeded: address &* 0x9E37_79B9_7F4A_7C15 >> 32) & mask }

    /// Where a task is, or would be.
    private func place(of address: UInt) -> Int {
        var place = home(of: address)
        while entries[place].address != 0, entries[place].address != address { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let (old, size) = (entries, mask + 1)
        mask = size * 2 - 1
        entries = .allocate(capacity: size * 2)
        entries.initialize(repeating: Entry(), count: size * 2)
        for place in 0..<size where old[place].address != 0 { entries[self.place(of: old[place].address)] = old[place] }
        old.deallocate()
    }
}
