/// A 256-bit hash of a stream's name.
///
/// Swift's own `Hasher` is seeded anew in each process, hence this one. It is the permutation of SipHash with two rounds for each
/// word (Aumasson and Bernstein, 2012, doi:10.1007/978-3-642-34931-7_28). SipHash folds its state of four words into one at the end;
/// here all four are kept after eight finishing rounds, since they become the state of a generator. A text counts as its length in
/// UTF-8 followed by its bytes in little-endian words, padded with zeros, so that different names are different sequences of words.
struct NameHash {
    private(set) var v0: UInt64
    private(set) var v1: UInt64
    private(set) var v2: UInt64
    private(set) var v3: UInt64

    init(key k0: UInt64, _ k1: UInt64) {
        v0 = k0 ^ 0x736f_6d65_7073_6575
        v1 = k1 ^ 0x646f_7261_6e64_6f6d
        v2 = k0 ^ 0x6c79_6765_6e65_7261
        v3 = k1 ^ 0x7465_6462_7974_6573
    }

    mutating func absorb(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    mutating func absorb(_ text: String) {
        let bytes = text.utf8
        absorb(UInt64(bytes.count))
        var word: UInt64 = 0
        var filled: UInt64 = 0
        for byte in bytes {
            word |= UInt64(byte) << (8 * filled)
            filled += 1
            if filled == 8 {
                absorb(word)
                word = 0
                filled = 0
            }
        }
        if filled > 0 { absorb(word) }
    }

    mutating func finish() {
        v2 ^= 0xff
        for _ in 0..<8 { round() }
    }

    private mutating func round() {
        v0 &+= v1
        v1 = (v1 << 13 | v1 >> 51) ^ v0
        v0 = v0 << 32 | v0 >> 32
        v2 &+= v3
        v3 = (v3 << 16 | v3 >> 48) ^ v2
        v0 &+= v3
        v3 = (v3 << 21 | v3 >> 43) ^ v0
        v2 &+= v1
        v1 = (v1 << 17 | v1 >> 47) ^ v2
        v2 = v2 << 32 | v2 >> 32
    }
}
