import TestTools
import Testing

@testable import ResourceSharing

/// The containers of the solver against plain ones of the library.
@Suite struct StorageTests {
    @Test(arguments: 0..<6)
    func tableOfGroupUses(seed: Int) throws {
        var draws = DrawSource(seed: seed)
        var table = GroupUseTable()
        defer { table.deallocate() }
        var twin: [[Int32]: Int32] = [:]
        for step in 0..<4_000 {
            let key = [Int32(draws.whole(0...20)), Int32(draws.whole(0...(seed % 2 == 0 ? 8 : 200)))]
            try #require(table.find(key[0], key[1]) == twin[key] ?? -1, "seed \(seed), step \(step)")
            if twin[key] != nil {
                table.remove(key[0], key[1])
                twin[key] = nil
            } else {
                table.insert(key[0], key[1], Int32(step))
                twin[key] = Int32(step)
            }
        }
        for (key, use) in twin { #expect(table.find(key[0], key[1]) == use) }
    }

    /// Keys of both signs, equal keys, infinity; insertions, removals and new keys at any position.
    @Test(arguments: 0..<6)
    func heap(seed: Int) throws {
        var draws = DrawSource(seed: seed)
        var heap = IndexedHeap()
        defer { heap.deallocate() }
        var positions = [Int32](repeating: -1, count: 300)
        var twin: [Int32: Double] = [:]
        func someKey() -> Double {
            draws.chance(0.05) ? .infinity : draws.chance(0.3) ? Double(draws.whole(-3...3)) : (draws.unit() - 0.5) * draws.wide(20)
        }
        try positions.withUnsafeMutableBufferPointer { buffer in
            guard let positions = buffer.baseAddress else { return }
            for step in 0..<5_000 {
                let item = Int32(draws.whole(0...299))
                let key = someKey()
                if twin[item] == nil {
                    heap.insert(item, key: key, positions)
                    twin[item] = key
                } else if draws.chance(0.5) {
                    heap.remove(at: positions[Int(item)], positions)
                    twin[item] = nil
                } else {
                    heap.setKey(key, at: positions[Int(item)], positions)
                    twin[item] = key
                }
                if step % 500 == 499 {
                    // What rounding does when a clock starts again: some keys become equal.
                    heap.mapKeys(positions) { key, _ in (key / 4).rounded() }
                    for (item, key) in twin { twin[item] = (key / 4).rounded() }
                }
                try #require(heap.count == twin.count)
                guard let least = twin.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { continue }
                try #require(heap.first.key == least.value && heap.first.item == least.key, "seed \(seed), step \(step)")
            }
            for item in 0..<300 { try #require((positions[item] >= 0) == (twin[Int32(item)] != nil)) }
        }
    }
}
