import CAllocator
import Foundation

/// Memory in use.
enum MemoryUse {
    /// Bytes that the C library's allocator has given out and not got back, by `mallinfo2`.
    ///
    /// Exact, and unlike resident memory not blurred by what earlier measurements have freed. Swift's objects, arrays, raw storage and task
    /// stacks all come from it. It counts what was asked for, touched or not.
    static var allocatedBytes: Int {
        let information = mallinfo2()
        return Int(information.uordblks + information.hblkhd)
    }

    /// Resident memory of this process at its largest, in bytes.
    static var peakResidentBytes: Int {
        var usage = rusage()
        getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }
}
