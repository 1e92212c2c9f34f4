/// A set of small indices that is read back in ascending order and emptied by reading: a bit for each, and the range of words in use.
struct IndexMarks {
    private var words = GrowingBuffer<UInt64>()
    private var firstWord = Int.max
    private var lastWord = -1

    func deallocate() {
        words.deallocate()
    }

    /// Makes room for indices below `count`.
    mutating func reserve(_ count: Int) {
        while words.count * 64 < count {
            words.append(0)
        }
    }

    mutating func insert(_ index: Int) {
        let word = index >> 6
        words.base[word] |= 1 << UInt64(index & 63)
        firstWord = min(firstWord, word)
        lastWord = max(lastWord, word)
    }

    /// Hands over every index in ascending order and leaves the set empty.
    mutating func drain(_ body: (Int) -> Void) {
        guard lastWord >= 0 else { return }
        for word in firstWord...lastWord {
            var bits = words.base[word]
            words.base[word] = 0
            while bits != 0 {
                body(word << 6 | bits.trailingZeroBitCount)
                bits &= bits - 1
            }
        }
        firstWord = .max
        lastWord = -1
    }
}
