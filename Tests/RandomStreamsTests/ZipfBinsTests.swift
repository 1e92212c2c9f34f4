import RandomStreams
import Testing

/// Zipf bins against sums of every single term.
@Suite struct ZipfBinsTests {
    static let exponents: [Double] = [0, 0.5, 0.99, 1, 1 + 1e-9, 1.2, 2, 10]

    /// The sum of i^-s from the small terms up, so that rounding stays under 1e-15.
    private func exactSum(from first: UInt64, through last: UInt64, exponent: Double) -> Double {
        var sum = 0.0
        var lost = 0.0
        for rank in (first...last).reversed() {
            let term = DeterministicMath.pow(Double(rank), -exponent)
            let next = sum + term
            lost += sum > term ? (sum - next) + term : (term - next) + sum
            sum = next
        }
        return sum + lost
    }

    @Test(arguments: exponents, [1, 2, 10, 255, 256, 257, 1000, 60_000] as [UInt64])
    func sharesEqualTheExactSums(exponent: Double, items: UInt64) throws {
        let total = exactSum(from: 1, through: items, exponent: exponent)
        for bins in [1, 7, 1000] {
            let zipf = try ZipfBins(items: items, exponent: exponent, bins: bins)
            #expect(zipf.bins.count == min(bins, Int(items)))
            for bin in zipf.bins {
                let expected = exactSum(from: bin.firstRank, through: bin.lastRank, exponent: exponent) / total
                #expect((bin.share / expected - 1).magnitude < 2e-14)
            }
        }
    }

    @Test(arguments: exponents, [1, 3, 100, 60_000, 17_300_000, 320_000_000, 1 << 53] as [UInt64])
    func binsCoverTheRanksOnceAndSharesAddUpToOne(exponent: Double, items: UInt64) throws {
        for bins in [1, 2, 13, 64, 1000] {
            let zipf = try ZipfBins(items: items, exponent: exponent, bins: bins)
            var next: UInt64 = 1
            var sum = 0.0
            var last = Double.infinity
            for bin in zipf.bins {
                #expect(bin.firstRank == next && bin.items >= 1)
                next += bin.items
                sum += bin.share
                let each = bin.share / Double(bin.items)
                #expect(each <= last * (1 + 1e-12))
                last = each
            }
            #expect(next == items + 1)
            #expect((sum - 1).magnitude < 1e-13)
        }
    }

    /// Generalised harmonic numbers of many ranks, from arithmetic with 120 bits: the first rank's share is one over them.
    @Test(
        arguments: [
            (1_000_000, 0.99, 15.391849746036802932), (1_000_000, 1, 14.392726722865723631), (1_000_000, 0.5, 1998.5401454911487465),
            (1_000_000_000, 1.2, 5.5123377815626195682), (1_000_000_000_000, 1, 28.208236780830581069),
        ] as [(UInt64, Double, Double)])
    func agreesWithKnownHarmonicNumbers(items: UInt64, exponent: Double, harmonic: Double) throws {
        let zipf = try ZipfBins(items: items, exponent: exponent, bins: 200)
        #expect(zipf.bins[0].items == 1)
        #expect((zipf.bins[0].share * harmonic - 1).magnitude < 1e-13)
    }

    /// Bins grow by a constant ratio once they hold many ranks.
    @Test func binsGrowGeometrically() throws {
        let bins = try ZipfBins(items: 1 << 40, exponent: 1, bins: 40).bins
        for (bin, next) in zip(bins, bins.dropFirst()) where bin.items > 1000 {
            #expect((Double(next.items) / Double(bin.items) - 2).magnitude < 0.05)
        }
    }

    @Test func refusesWhatMakesNoSense() {
        #expect(throws: DistributionError.self) { try ZipfBins(items: 0, exponent: 1, bins: 4) }
        #expect(throws: DistributionError.self) { try ZipfBins(items: 10, exponent: -1, bins: 4) }
        #expect(throws: DistributionError.self) { try ZipfBins(items: 10, exponent: .nan, bins: 4) }
        #expect(throws: DistributionError.self) { try ZipfBins(items: 10, exponent: 1, bins: 0) }
        #expect(throws: DistributionError.self) { try ZipfBins(items: .max, exponent: 1, bins: 10) }
    }
}
