public import Requirements

/// A column of an open table, to append to.
///
/// A copy is a pointer into the table's buffer: take it once, outside the loop. Appending costs a comparison and two stores; there is no class
/// or closure on the way.
public struct TraceColumn<Value: TraceScalar> {
    @usableFromInline let base: UnsafeMutablePointer<Value>
    @usableFromInline let cursor: UnsafeMutablePointer<Int>
    @usableFromInline let capacity: Int

    /// Keeps the buffer alive.
    private let table: TraceTable

    init(base: UnsafeMutablePointer<Value>, cursor: UnsafeMutablePointer<Int>, capacity: Int, table: TraceTable) {
        self.base = base
        self.cursor = cursor
        self.capacity = capacity
        self.table = table
    }

    /// Appends the value of the current row; in a column over entities, of its next entity.
    @inlinable
    public func append(_ value: Value) {
        let index = cursor.pointee
        require(index < capacity, "a trace column has more values than rows, or its table is closed")
        base[index] = value
        cursor.pointee = index + 1
    }

    /// Appends the values of all entities of the current row.
    @inlinable
    public func append(contentsOf values: some Sequence<Value>) {
        for value in values { append(value) }
    }
}
