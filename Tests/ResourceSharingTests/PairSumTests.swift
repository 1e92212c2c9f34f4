import TestTools
import Testing

@testable import ResourceSharing

@Suite struct PairSumTests {
    /// Terms of 16 orders of magnitude, added in one order and taken away in another, leave exactly the one that stays.
    @Test func takingAwayLeavesTheRest() throws {
        for seed in 0..<500 {
            var draws = DrawSource(seed: seed)
            let terms = (0..<200).map { _ in draws.wide(25) }
            var order = Array(terms.indices)
            for position in order.indices.reversed() { order.swapAt(position, draws.whole(0...position)) }
            var sum = PairSum.zero
            for term in terms { sum.add(term) }
            for index in order.dropLast() { sum.add(-terms[index]) }
            let rest = try #require(order.last.map { terms[$0] })
            try #require(abs(sum.high - rest) <= 1e-15 * rest, "seed \(seed): \(sum.high), not \(rest)")
        }
    }

    @Test func remainderKeepsWhatAPlainDifferenceLoses() {
        var sum = PairSum(1e16)
        sum.add(1)
        sum.add(0.25)
        #expect(sum.remainder(of: 1e16) == -1.25)
        sum.add(-1e16)
        #expect(sum.high == 1.25)
        #expect(sum.remainder(of: 3) == 1.75)
    }

    /// A thousand heavy activities stop at their limits of 1; the one left has a millionth of a millionth of their weight and gets all the rest.
    @Test func aLightActivityAfterManyHeavyOnes() {
        var draws = DrawSource(seed: 1)
        let system = SharingSystem()
        let link = system.addResource(capacity: 1_003)
        let light = system.add(uses: [ResourceUse(link)], weight: 1e-6)
        for _ in 0..<1_000 { _ = system.add(uses: [ResourceUse(link)], weight: 1e6 * (1 + draws.unit()), limit: 1) }
        system.solve()
        #expect(abs(system.rate(of: light) - 3) <= 1e-12, "\(system.rate(of: light))")
    }
}
