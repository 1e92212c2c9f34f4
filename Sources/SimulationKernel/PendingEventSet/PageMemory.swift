import Glibc

/// Raw memory for many small records that are visited in no order.
///
/// From 4 MB on it asks for pages of 2 MB: with a million pending events the processor otherwise spends more time on finding pages than on
/// reading them. It is a hint; where the system has no such pages nothing changes but the time.
@usableFromInline enum PageMemory {
    private static let hugePage = 2 << 20

    /// Uninitialised memory for so many values, aligned to a cache line.
    static func allocate<Value: BitwiseCopyable>(_ capacity: Int, of type: Value.Type = Value.self) -> UnsafeMutablePointer<Value> {
        let bytes = max(1, capacity) * MemoryLayout<Value>.stride
        let isLarge = bytes >= 2 * hugePage
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: isLarge ? hugePage : 64)
        if isLarge { _ = madvise(memory, bytes, Int32(MADV_HUGEPAGE)) }
        return memory.bindMemory(to: type, capacity: capacity)
    }

    static func deallocate<Value>(_ memory: UnsafeMutablePointer<Value>) { UnsafeMutableRawPointer(memory).deallocate() }

    /// A larger copy; the old memory is given back.
    static func moved<Value: BitwiseCopyable>(
        _ old: UnsafeMutablePointer<Value>, _ count: Int, to capacity: Int
    ) -> UnsafeMutablePointer<Value> {
        let new: UnsafeMutablePointer<Value> = allocate(capacity)
        new.moveInitialize(from: old, count: count)
        deallocate(old)
        return new
    }
}
