/// Keys that lie beyond a boundary, in buckets that narrow as the boundary comes near.
///
/// Times are written in digits of six bits. A key is in the bucket (level, digit) where *level* is the highest digit in which its time
/// differs from the boundary's, and *digit* its value there. The lowest occupied bucket of the lowest occupied level then holds the
/// earliest keys. When the boundary has moved into a bucket its keys are spread over the levels below, so a key moves at most once for each
/// level: a radix heap (Ahuja, Mehlhorn, Orlin and Tarjan 1990, doi:10.1145/77600.77615), which is a hierarchical timing wheel (Varghese
/// and Lauck 1987, doi:10.1145/41457.37504) that keeps the exact times.
///
/// Keys stay in the order in which they came, block by block: memory is written and read from front to back whatever the number of keys.
@usableFromInline struct FarBuckets {
    static let digitBits = 6
    static let digits = 1 << digitBits
    /// Digits of a time of 56 bits.
    static let levels = 10
    private static let blockBytes = 512
    private static let slabBlocks = 1024

    private struct Bucket {
        var head: UnsafeMutableRawPointer?
        /// Address of the place for the next key; a multiple of the block size where there is none.
        var cursor: UInt = 0
        var count = 0
    }

    private var buckets: UnsafeMutablePointer<Bucket>
    private var occupied: UnsafeMutablePointer<UInt64>
    private var occupiedLevels: UInt32 = 0
    private var freeBlock: UnsafeMutableRawPointer?
    /// The first block of each slab leads to the slab before.
    private var lastSlab: UnsafeMutableRawPointer?

    /// Keys in all buckets, stale ones included.
    @usableFromInline private(set) var count = 0

    init() {
        buckets = .allocate(capacity: Self.levels * Self.digits)
        buckets.initialize(repeating: Bucket(), count: Self.levels * Self.digits)
        occupied = .allocate(capacity: Self.levels)
        occupied.initialize(repeating: 0, count: Self.levels)
    }

    func deallocate() {
        buckets.deallocate()
        occupied.deallocate()
        var next = lastSlab
        while let slab = next {
            next = slab.load(as: UnsafeMutableRawPointer?.self)
            slab.deallocate()
        }
    }

    /// Adds a key whose time lies beyond the boundary.
    @usableFromInline mutating func append(_ key: UInt128, beyond boundary: Int64) {
        let time = EventKey.time(key)
        let level = (63 &- (time ^ boundary).leadingZeroBitCount) / Self.digitBits
        let digit = Int(truncatingIfNeeded: time >> Int64(level &* Self.digitBits)) & (Self.digits &- 1)
        append(key, to: level &* Self.digits &+ digit)
    }

    private mutating func append(_ key: UInt128, to index: Int) {
        let bucket = buckets + index
        var cursor = bucket.pointee.cursor
        if cursor & UInt(Self.blockBytes - 1) == 0 { cursor = addBlock(to: index) }
        UnsafeMutablePointer<UInt128>(bitPattern: cursor).unsafelyUnwrapped.pointee = key
        bucket.pointee.cursor = cursor &+ 16
        bucket.pointee.count &+= 1
        count &+= 1
    }

    /// Links another block to a bucket, its first or one more; the place for its first key.
    @inline(never) private mutating func addBlock(to index: Int) -> UInt {
        if freeBlock == nil { addSlab() }
        let block = freeBlock.unsafelyUnwrapped
        freeBlock = block.load(as: UnsafeMutableRawPointer?.self)
        block.storeBytes(of: nil, as: UnsafeMutableRawPointer?.self)
        let bucket = buckets + index
        if bucket.pointee.count == 0 {
            bucket.pointee.head = block
            occupied[index >> Self.digitBits] |= 1 << UInt64(index & (Self.digits - 1))
            occupiedLevels |= 1 << UInt32(index >> Self.digitBits)
        } else {
            let last = UnsafeMutableRawPointer(bitPattern: bucket.pointee.cursor &- UInt(Self.blockBytes)).unsafelyUnwrapped
            last.storeBytes(of: block, as: UnsafeMutableRawPointer?.self)
        }
        return UInt(bitPattern: block) &+ 16
    }

    private mutating func addSlab() {
        let bytes = Self.slabBlocks * Self.blockBytes
        let slab = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.blockBytes)
        slab.storeBytes(of: lastSlab, as: UnsafeMutableRawPointer?.self)
        lastSlab = slab
        for block in stride(from: bytes - Self.blockBytes, to: 0, by: -Self.blockBytes) { release(slab + block) }
    }

    private mutating func release(_ block: UnsafeMutableRawPointer) {
        block.storeBytes(of: freeBlock, as: UnsafeMutableRawPointer?.self)
        freeBlock = block
    }

    /// The bucket with the earliest keys: its number, its first and last time, and how many keys it holds.
    ///
    /// - Precondition: There are keys, and they are in order of the boundary.
    func earliest(beyond boundary: Int64) -> (index: Int, first: Int64, last: Int64, count: Int) {
        let level = occupiedLevels.trailingZeroBitCount
        let digit = occupied[level].trailingZeroBitCount
        let shift = Int64(level * Self.digitBits)
        let above = (boundary >> (shift + Int64(Self.digitBits))) << Int64(Self.digitBits)
        let first = (above | Int64(digit)) << shift
        let index = level * Self.digits + digit
        return (index, first, first + (1 << shift) - 1, buckets[index].count)
    }

    /// Empties a bucket, key by key in the order in which they came. Keys may be appended to other buckets meanwhile.
    @inline(__always) mutating func drain(_ index: Int, _ take: (inout FarBuckets, UInt128) -> Void) {
        let bucket = buckets[index]
        buckets[index] = Bucket()
        let level = index >> Self.digitBits
        occupied[level] &= ~(1 << UInt64(index & (Self.digits - 1)))
        if occupied[level] == 0 { occupiedLevels &= ~(1 << UInt32(level)) }
        count &-= bucket.count
        let perBlock = Self.blockBytes / 16 - 1
        var left = bucket.count
        var next = bucket.head
        while let block = next {
            let keys = (block + 16).assumingMemoryBound(to: UInt128.self)
            for place in 0..<min(left, perBlock) { take(&self, keys[place]) }
            left &-= perBlock
            next = block.load(as: UnsafeMutableRawPointer?.self)
            release(block)
        }
    }

    /// Empties all buckets.
    mutating func drainAll(_ take: (UInt128) -> Void) {
        for index in 0..<Self.levels * Self.digits where buckets[index].count > 0 { drain(index) { _, key in take(key) } }
    }

    /// Drops keys for which there is no use.
    mutating func sweep(keeping isLive: (UInt128) -> Bool) {
        for index in 0..<Self.levels * Self.digits where buckets[index].count > 0 {
            drain(index) { buckets, key in if isLive(key) { buckets.append(key, to: index) } }
        }
    }

    /// Calls for every key with the bucket in which it is.
    func forEach(_ body: (_ level: Int, _ digit: Int, _ key: UInt128) -> Void) {
        for index in 0..<Self.levels * Self.digits {
            var left = buckets[index].count
            var next = buckets[index].head
            while let block = next {
                let keys = (block + 16).assumingMemoryBound(to: UInt128.self)
                for place in 0..<min(left, Self.blockBytes / 16 - 1) {
                    body(index >> Self.digitBits, index & (Self.digits - 1), keys[place])
                }
                left -= Self.blockBytes / 16 - 1
                next = block.load(as: UnsafeMutableRawPointer?.self)
            }
        }
    }
}
