import RandomStreams
import Testing

@testable import Statistics

/// Random orders of which each position is computed alone.
@Suite struct IndexPermutationTests {
    private func order(_ size: Int, seed: UInt64) -> IndexPermutation {
        var stream = testStream("order", entity: seed)
        return IndexPermutation(size: size, stream: &stream)
    }

    @Test(arguments: Array(1...130) + [255, 256, 257, 1000, 4096, 5003]) func everyNumberHasOnePosition(size: Int) {
        let order = order(size, seed: UInt64(size))
        var positions = [Int](repeating: 0, count: size)
        for position in 0..<size { positions[order[position]] += 1 }
        #expect(positions.allSatisfy { $0 == 1 })
    }

    @Test func aBillionNumbers() {
        let order = order(1_000_000_007, seed: 1)
        #expect((0..<100).allSatisfy { (0..<1_000_000_007).contains(order[$0 * 10_000_000]) })
        #expect(Set((0..<1000).map { order[$0] }).count == 1000)
    }

    /// All orders of few numbers are equally probable. Chi-square with 23 degrees of freedom exceeds 75 with a probability of 2e-7, with five
    /// (three numbers) it exceeds 40 with 2e-7, with one (two numbers) 27 with 2e-7.
    @Test(arguments: [(2, 2, 27.0), (3, 6, 40), (4, 24, 75)]) func allOrdersAreEquallyProbable(size: Int, orders: Int, limit: Double) {
        var counts: [[Int]: Int] = [:]
        let draws = 12_000
        for seed in 0..<draws {
            let order = order(size, seed: UInt64(seed))
            counts[(0..<size).map { order[$0] }, default: 0] += 1
        }
        let expected = Double(draws) / Double(orders)
        let statistic = counts.values.sorted().reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        #expect(counts.count == orders && statistic < limit)
    }

    /// Two neighbours of thirteen numbers land on each of 156 pairs equally often: chi-square with 155 degrees of freedom exceeds 262 with a
    /// probability of 2e-7.
    @Test func neighboursPartLikeStrangers() {
        var counts = [Int](repeating: 0, count: 169)
        let draws = 15_600
        for seed in 0..<draws {
            let order = order(13, seed: UInt64(seed))
            counts[order[6] * 13 + order[7]] += 1
        }
        let statistic = counts.reduce(0) { $0 + (Double($1) - 100) * (Double($1) - 100) / 100 } - 13 * 100
        #expect(statistic < 262)
    }

    /// Why 32 rounds suffice: where two numbers are after them, with pivots and coins as ideal as they can be, computed exactly.
    @Test(arguments: [(4, 2e-7), (13, 1e-8), (32, 1e-9)]) func pairsAreUniformAfterSoManyRounds(size: Int, limit: Double) {
        var chain = [Double](repeating: 0, count: size * size)
        chain[1] = 1
        for _ in 0..<32 {
            var next = [Double](repeating: 0, count: size * size)
            for (state, probability) in chain.enumerated() where probability > 0 {
                let (x, y) = state.quotientAndRemainder(dividingBy: size)
                for pivot in 0..<size {
                    let (a, b) = ((pivot - x + size) % size, (pivot - y + size) % size)
                    // A pair is swapped or not as one, strangers independently.
                    let targets = a == y ? [(x, y), (a, b)] : [(x, y), (a, y), (x, b), (a, b)]
                    for target in targets { next[target.0 * size + target.1] += probability / Double(size * targets.count) }
                }
            }
            chain = next
        }
        let uniform = 1 / Double(size * (size - 1))
        let distance = chain.indices.reduce(0) { $0 + (chain[$1] - ($1 / size == $1 % size ? 0 : uniform)).magnitude } / 2
        #expect(distance < limit)
    }

    /// The correlation of two orders of a thousand numbers has a standard deviation of 999^(-1/2); five of them have a probability of 6e-7.
    @Test func twoOrdersAreUnrelated() {
        let first = order(1000, seed: 1)
        let second = order(1000, seed: 2)
        func correlation(_ a: (Int) -> Int, _ b: (Int) -> Int) -> Double {
            let products = (0..<1000).map { (Double(a($0)) - 499.5) * (Double(b($0)) - 499.5) }
            return products.reduce(0, +) / (1000 * 999_999 / 12)
        }
        #expect(correlation({ first[$0] }, { second[$0] }).magnitude < 0.16)
        #expect(correlation({ first[$0] }, { $0 }).magnitude < 0.16)
        #expect(correlation({ first[$0] }, { first[($0 + 1) % 1000] }).magnitude < 0.16)
    }
}
