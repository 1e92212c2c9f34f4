/// Between the near heap and the far buckets.
extension PendingEventSet {
    /// Makes the earliest events near; the heap is empty, and so is the line.
    @usableFromInline @inline(never) mutating func fetch() {
        while near.size == 0, present.isEmpty {
            if far.count <= limits.back { takeAll() } else { advance() }
        }
        near.restore(slots.positions)
        spillAt = max(limits.spill, near.size * 2)
    }

    /// Few are left: from now on there is no boundary.
    private mutating func takeAll() {
        boundary = .max
        far.drainAll { key in if slots.isLive(key) { near.append(key) } }
        staleFar = 0
    }

    /// Moves the boundary to the end of the earliest bucket, and on over its successors as long as they are small together; a large bucket
    /// is spread over narrower ones.
    private mutating func advance() {
        var (index, first, last, count) = far.earliest(beyond: boundary)
        lowestBoundary = first
        if first == last {
            boundary = last
            return takeInstant(index)
        }
        if count > limits.divide {
            boundary = first
            return spread(index, from: first)
        }
        let level = index >> FarBuckets.digitBits
        repeat {
            boundary = last
            takeBatch(index)
            if far.count == 0 { return }
            (index, first, last, count) = far.earliest(beyond: boundary)
        } while index >> FarBuckets.digitBits == level && near.size + count <= limits.batch
    }

    private mutating func spread(_ index: Int, from first: Int64) {
        far.drain(index) { far, key in
            // Whether a key is stale is in its record, far away in memory: not looked up where none is.
            if staleFar > 0, !slots.isLive(key) {
                staleFar -= 1
            } else if EventKey.time(key) > first {
                far.append(key, beyond: first)
            } else if slots.isLive(key) {
                near.append(key)
            }
        }
    }

    private mutating func takeBatch(_ index: Int) {
        far.drain(index) { _, key in
            // The look at the record also brings it into the cache, many at a time.
            if slots.isLive(key) { near.append(key) } else { staleFar -= 1 }
        }
    }

    /// Events of one instant are in order of their keys, but for priorities and what has been moved: the line takes them.
    private mutating func takeInstant(_ index: Int) {
        far.drain(index) { _, key in
            if !slots.isLive(key) {
                staleFar -= 1
            } else if present.takes(key) {
                if present.isFull { present.makeRoom { _ in true } }
                slots.positions[EventKey.slot(key)] = EventSlots.inLine
                present.append(key)
            } else {
                near.append(key)
            }
        }
    }

    /// The heap has become large: what lies beyond its earliest instant goes into buckets.
    @usableFromInline @inline(never) mutating func spill() {
        near.close(slots.positions)
        var earliest = EventKey.time(near.keys[0])
        if !present.isEmpty { earliest = max(earliest, EventKey.time(present.last)) }
        if far.count > 0 { earliest = max(earliest, lowestBoundary) }
        if earliest < boundary {
            near.removeAll(after: earliest, slots.positions) { key in
                slots.positions[EventKey.slot(key)] = EventSlots.inBucket
                far.append(key, beyond: earliest)
            }
            // Keys have just been put into buckets by their distance from here: it must not move back.
            (boundary, lowestBoundary) = (earliest, earliest)
        }
        // Where all are of one instant they stay, and are not looked through again at each event.
        spillAt = max(limits.spill, near.size * 2)
    }

    @usableFromInline @inline(never) mutating func makeRoomInLine() { present.makeRoom { slots.isLive($0) } }
}
