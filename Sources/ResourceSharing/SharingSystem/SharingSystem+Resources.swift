import Requirements

extension SharingSystem {
    /// Adds a resource of which `capacity` units can be used each second.
    ///
    /// - Parameter streamPenalty: By what part of its capacity each further use slows the resource down, as a disk's head must move between
    ///   streams: k uses at once get C / (1 + p (k - 1)) together. Finite and not negative.
    public func addResource(capacity: Double, streamPenalty: Double = 0) -> ResourceID {
        Self.check(capacity: capacity)
        require(streamPenalty >= 0 && streamPenalty.isFinite, "a penalty is finite and not negative, not \(streamPenalty)")
        require(resourceCount < Int(Int32.max), "a sharing system holds at most \(Int32.max) resources")
        state.pointee.resources.append(ResourceRecord(capacity: capacity, streamPenalty: streamPenalty))
        return ResourceID(index: Int32(state.pointee.resources.count - 1))
    }

    /// The resource with an index, as in ``ResourceID/index``.
    public func resource(at index: Int32) -> ResourceID {
        let resource = ResourceID(index: index)
        _ = checked(resource)
        return resource
    }

    /// Gives a resource another capacity, zero included; takes effect with the next ``solve()``.
    public func setCapacity(_ capacity: Double, of resource: ResourceID) {
        Self.check(capacity: capacity)
        let index = checked(resource)
        let record = state.pointee.resources.base + index
        guard record.pointee.nominalCapacity.bitPattern != capacity.bitPattern else { return }
        record.pointee.nominalCapacity = capacity
        record.pointee.capacity = record.pointee.capacityForStreams
        guard record.pointee.firstUse >= 0 else { return }
        let isAlone = !record.pointee.isMixed && !record.pointee.isBinding
        let hasRoom = isAlone && (record.pointee.reserved.high < record.pointee.capacity || state.pointee.certifyUses(of: Int32(index)))
        if !hasRoom { state.pointee.mark(dirty: index) }
    }

    /// What one stream could use each second; several get less if there is a penalty.
    @inlinable
    public func capacity(of resource: ResourceID) -> Double {
        state.pointee.resources.base[checked(resource)].nominalCapacity
    }

    /// What is used each second by the rates of the last ``solve()``, foreground and background together; activities changed since then are
    /// left out.
    ///
    /// - Complexity: O(number of groups that use it).
    public func used(of resource: ResourceID) -> Double {
        state.pointee.usedByOthers(Int32(checked(resource))).high
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
