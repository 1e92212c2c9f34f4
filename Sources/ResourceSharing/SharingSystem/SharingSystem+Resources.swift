import Requirements

extension SharingSystem {
    /// Adds a resource of which `capacity` units can be used each second.
    public func addResource(capacity: Double) -> ResourceID {
        Self.check(capacity: capacity)
        require(resourceCount < Int(Int32.max), "a sharing system holds at most \(Int32.max) resources")
        state.pointee.resources.append(ResourceRecord(capacity: capacity))
        return ResourceID(index: Int32(state.pointee.resources.count - 1))
    }

    /// Gives a resource another capacity, zero included; takes effect with the next ``solve()``.
    public func setCapacity(_ capacity: Double, of resource: ResourceID) {
        Self.check(capacity: capacity)
        let index = checked(resource)
        let record = state.pointee.resources.base[index]
        guard record.capacity.bitPattern != capacity.bitPattern else { return }
        state.pointee.resources.base[index].capacity = capacity
        // Not even in the last bits: a near tie could be decided the other way.
        let movesNothing = record.firstUse < 0 || (!record.isBinding && record.used < capacity * (1 - State.negligiblePart))
        if !movesNothing {
            state.pointee.mark(resource: index)
        }
    }

    /// What can be used each second.
    @inlinable
    public func capacity(of resource: ResourceID) -> Double {
        state.pointee.resources.base[checked(resource)].capacity
    }

    /// What is used each second by the rates of the last ``solve()``, foreground and background together.
    @inlinable
    public func used(of resource: ResourceID) -> Double {
        state.pointee.resources.base[checked(resource)].used
    }

    @usableFromInline
    func checked(_ resource: ResourceID) -> Int {
        let index = Int(resource.index)
        require(index < state.pointee.resources.count, "resource \(index) is not of this system")
        return index
    }

    private static func check(capacity: Double) {
        require(capacity >= 0 && capacity.isFinite, "a capacity is finite and not negative, not \(capacity)")
    }
}
