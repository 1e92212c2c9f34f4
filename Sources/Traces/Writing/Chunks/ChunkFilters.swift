import CZlib
import Requirements

/// What HDF5's filters `shuffle` and `deflate` do to a chunk, so that another thread than the library's can do it. The bytes are the same.
struct ChunkFilters {
    let gzipLevel: Int

    /// The most bytes that so many are compressed to; more than there were if they are noise.
    static func bound(_ byteCount: Int) -> Int { Int(compressBound(UInt(byteCount))) }

    /// Compresses values of `size` bytes each; returns how many bytes became of them.
    ///
    /// - Parameters:
    ///   - scratch: Room for as many bytes again.
    ///   - target: Room for ``bound(_:)`` bytes.
    func apply(
        to source: UnsafeRawPointer, byteCount: Int, size: Int, scratch: UnsafeMutableRawPointer, target: UnsafeMutableRawPointer
    ) -> Int {
        var input = source
        // As in the datasets: HDF5 would shuffle single bytes, too, to no effect.
        if size > 1 {
            Self.shuffle(source, byteCount: byteCount, size: size, to: scratch)
            input = UnsafeRawPointer(scratch)
        }
        var length = uLongf(Self.bound(byteCount))
        let status = compress2(
            target.assumingMemoryBound(to: Bytef.self), &length, input.assumingMemoryBound(to: Bytef.self), uLong(byteCount),
            Int32(gzipLevel))
        require(status == Z_OK, "zlib fails with status \(status) on \(byteCount) bytes")
        return Int(length)
    }

    /// Puts the first bytes of all values first, then all second ones and so on.
    private static func shuffle(_ source: UnsafeRawPointer, byteCount: Int, size: Int, to target: UnsafeMutableRawPointer) {
        let count = byteCount / size
        switch size {
        case 8:
            for index in 0..<count {
                let value = source.load(fromByteOffset: 8 * index, as: UInt64.self)
                for byte in 0..<8 {
                    target.storeBytes(
                        of: UInt8(truncatingIfNeeded: value >> (8 * byte)), toByteOffset: byte * count + index, as: UInt8.self)
                }
            }
        case 4:
            for index in 0..<count {
                let value = source.load(fromByteOffset: 4 * index, as: UInt32.self)
                for byte in 0..<4 {
                    target.storeBytes(
                        of: UInt8(truncatingIfNeeded: value >> (8 * byte)), toByteOffset: byte * count + index, as: UInt8.self)
                }
            }
        default: requirementFailure("values of \(size) bytes cannot be shuffled")
        }
    }
}

#if _endian(big)
    #error("chunks are written as they lie in memory, and a trace holds little-endian values")
#endif
