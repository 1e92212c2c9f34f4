import Requirements

/// The chunks in flight, in slots that are used again.
struct Flights: Sendable {
    /// What one chunk took, and from where.
    struct Flight: Sendable {
        var exposureAtStart: Double
        var unconverted = 0.0
        var stale = 0.0
        var appends = 0.0
        var overwrites = 0.0

        var rows: Double { unconverted + stale + appends }
        var work: Double { rows + overwrites }
    }

    private struct Slot {
        var flight = Flight(exposureAtStart: 0)
        var generation = 0
        var isInFlight = false
    }

    private var slots: ContiguousArray<Slot> = []
    private var free: ContiguousArray<Int> = []
    /// The stale rows of each chunk by popularity class, slot after slot.
    private var staleRows: ContiguousArray<Double> = []
    private var binCount = 0

    private(set) var count = 0
    private(set) var rows = 0.0
    private(set) var work = 0.0

    func stale(_ slot: Int, bin: Int) -> Double {
        staleRows[slot * binCount + bin]
    }

    mutating func setStale(_ slot: Int, bin: Int, to rows: Double) {
        staleRows[slot * binCount + bin] = rows
    }

    mutating func takeSlot(binCount: Int) -> Int {
        if let slot = free.popLast() {
            return slot
        }
        self.binCount = binCount
        slots.append(Slot())
        staleRows.append(contentsOf: repeatElement(0, count: binCount))
        return slots.count - 1
    }

    /// Returns the generation that the chunk has to show at its end.
    mutating func start(_ flight: Flight, in slot: Int) -> Int {
        slots[slot].flight = flight
        slots[slot].isInFlight = true
        count += 1
        rows += flight.rows
        work += flight.work
        return slots[slot].generation
    }

    mutating func end(_ chunk: ConversionChunk) -> Flight {
        let slot = slots[chunk.slot]
        require(
            slot.isInFlight && slot.generation == chunk.generation,
            "the chunk in slot \(chunk.slot), generation \(chunk.generation), is not in flight (any more)")
        release(chunk.slot)
        // Exactly zero when nothing is in flight; the rest of a long sum never shows.
        rows = count == 0 ? 0 : rows - slot.flight.rows
        work = count == 0 ? 0 : work - slot.flight.work
        return slot.flight
    }

    mutating func voidAll() {
        for slot in slots.indices where slots[slot].isInFlight {
            release(slot)
        }
        rows = 0
        work = 0
    }

    private mutating func release(_ slot: Int) {
        slots[slot].isInFlight = false
        slots[slot].generation += 1
        free.append(slot)
        count -= 1
    }
}
