/// Several faults of one node.
///
/// A node that has crashed may lose its rack's power as well: it stays down until both are over, and either alone would keep it out. The first
/// fault marks the node as broken (``fail(_:cause:)``), the last one to end makes it whole again (``repair(_:)``).
extension Cluster {
    /// Notes one more fault of a node; no fault is noted twice.
    public func addFault(_ cause: CauseID, to index: Int) {
        guard nodes[index].faultCause != nil else { return fail(index, cause: cause) }
        guard nodes[index].faultCause != cause, nodes[index].furtherFaults & cause.bit == 0 else { return }
        causes.use(cause)
        nodes[index].furtherFaults |= cause.bit
        touch(index)
    }

    /// Takes back a fault of a node that has others.
    ///
    /// - Returns: Whether it has another one; if not nothing has changed, and ``repair(_:)`` is to follow.
    public func removeFault(_ cause: CauseID, from index: Int) -> Bool {
        let further = nodes[index].furtherFaults
        guard further != 0 else { return false }
        guard further & cause.bit == 0 else {
            causes.release(cause)
            nodes[index].furtherFaults &= ~cause.bit
            touch(index)
            return true
        }
        guard nodes[index].faultCause == cause, let next = causes.active.first(where: { further & $0.bit != 0 }) else { return true }
        causes.release(cause)
        nodes[index].faultCause = next
        nodes[index].furtherFaults &= ~next.bit
        touch(index)
        return true
    }

    /// Says whether a node's disks hold what they should.
    public func setHoldsData(_ holds: Bool, _ index: Int) { nodes[index].holdsData = holds }

    /// Says whether data is being copied to a broken node whose disks and port work.
    public func setRebuilding(_ isRebuilding: Bool, _ index: Int) {
        guard nodes[index].isRebuilding != isRebuilding else { return }
        nodes[index].isRebuilding = isRebuilding
        touch(index)
    }

    /// Says that a server holds its shard's data as it was when so many rows had been written.
    public func markApplied(rows: Double, _ index: Int) { nodes[index].appliedRows = rows }

    /// A machine that is given back takes its faults and its data with it.
    func dropFaults(of index: Int) {
        if let cause = nodes[index].faultCause { causes.release(cause) }
        for cause in causes.active where nodes[index].furtherFaults & cause.bit != 0 { causes.release(cause) }
        nodes[index].faultCause = nil
        nodes[index].furtherFaults = 0
        nodes[index].holdsData = false
        nodes[index].isRebuilding = false
    }
}
