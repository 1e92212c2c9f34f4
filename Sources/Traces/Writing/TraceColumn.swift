public import Requirements

/// Where a column's next value goes, and where its chunk ends.
@usableFromInline struct ColumnSlot {
    @usableFromInline var next: UnsafeMutableRawPointer
    @usableFromInline var end: UnsafeMutableRawPointer

    init(next: UnsafeMutableRawPointer, end: UnsafeMutableRawPointer) {
        self.next = next
        self.end = end
    }
}

/// A column of an open table, to append to.
///
/// A copy is a pointer to the table's: take it once, outside the loop. Appending costs a comparison and two stores; there is no class or closure
/// on the way.
public struct TraceColumn<Value: TraceScalar> {
    @usableFromInline let slot: UnsafeMutablePointer<ColumnSlot>

    /// Keeps the slot alive.
    private let table: TraceTable

    init(slot: UnsafeMutablePointer<ColumnSlot>, table: TraceTable) {
        self.slot = slot
        self.table = table
    }

    /// Appends the value of the current row; in a column over entities, of its next entity.
    @inlinable
    public func append(_ value: Value) {
        let next = slot.pointee.next
        require(next < slot.pointee.end, "a trace column has more values than rows, or its table is closed")
        next.storeBytes(of: value, as: Value.self)
        slot.pointee.next = next + MemoryLayout<Value>.size
    }

    /// Appends the values of all entities of the current row.
    @inlinable
    public func append(contentsOf values: some Sequence<Value>) {
        for value in values { append(value) }
    }
}
