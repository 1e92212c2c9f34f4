import Requirements
public import SimulationKernel

/// The integral of stored bytes over time, which a storage tariff charges for.
///
/// Bytes are piecewise constant between changes; 10^17 bytes for 834 days are 10^34 byte-nanoseconds, well inside 128 bits.
public struct StorageMeter: Hashable, Sendable {
    /// Bytes kept at present.
    public private(set) var bytes: Int64 = 0

    /// The most bytes kept at any time.
    public private(set) var peakBytes: Int64 = 0

    private var integral: Int128 = 0
    private var since: SimulationTime

    /// Creates a meter that holds nothing from `start` on.
    public init(start: SimulationTime = .zero) { since = start }

    /// Records that from `time` on `newBytes` are kept.
    public mutating func set(bytes newBytes: Int64, at time: SimulationTime) {
        require(newBytes >= 0, "storage of \(newBytes) bytes at \(time.nanoseconds) ns is negative")
        integral = byteNanoseconds(until: time)
        since = time
        bytes = newBytes
        peakBytes = max(peakBytes, newBytes)
    }

    /// Records a change of the bytes kept, negative when data is deleted.
    public mutating func add(bytes difference: Int64, at time: SimulationTime) { set(bytes: bytes + difference, at: time) }

    /// Byte-nanoseconds up to `time`, which is not before the last change.
    public func byteNanoseconds(until time: SimulationTime) -> Int128 {
        require(
            time >= since, "storage is metered at \(time.nanoseconds) ns, before its last change at \(since.nanoseconds) ns")
        return integral + Int128(bytes) * Int128((time - since).nanoseconds)
    }
}
