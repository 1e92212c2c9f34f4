/// Ranks 1 ... n under Zipf's law, cut into bins of geometrically growing size.
///
/// The item of rank i gets a share of the writes proportional to i^-s. A model that treats all items of a bin alike needs a few dozen
/// bins where the law has millions of ranks. The weight of a bin from a to b is the sum of i^-s over a ... b: term by term up to rank
/// 256, beyond by the formula of Euler and Maclaurin,
///
///     sum f(i) = ∫ f + (f(a) + f(b)) / 2 + (f'(b) - f'(a)) / 12 - (f'''(b) - f'''(a)) / 720 + (f^(5)(b) - f^(5)(a)) / 30240 - ...
///
/// whose first term left out is under 1e-15 of the sum for a from 256 and exponents up to 10.
public struct ZipfBins: Sendable, Hashable {
    /// Neighbouring ranks that are treated alike.
    public struct Bin: Sendable, Hashable {
        /// The first rank of the bin; ranks count from one.
        public let firstRank: UInt64
        /// How many ranks it holds, at least one.
        public let items: UInt64
        /// Its part of all writes.
        public let share: Double

        /// The last rank of the bin.
        public var lastRank: UInt64 { firstRank + items - 1 }
    }

    /// Number of ranks.
    public let items: UInt64
    /// The exponent s of the law; zero spreads the writes evenly.
    public let exponent: Double
    /// The bins, from the most written items down.
    public let bins: [Bin]

    /// Cuts the ranks into bins: as many as asked for, or one for each rank where there are fewer ranks.
    ///
    /// - Complexity: O(bins + 256).
    public init(items: UInt64, exponent: Double, bins: Int) throws(DistributionError) {
        guard items > 0 && items <= 1 << 53 else {
            throw DistributionError(parameter: "items", reason: "must be from 1 to 2^53, not \(items)")
        }
        guard (1...65_536).contains(bins) else {
            throw DistributionError(parameter: "bins", reason: "must be from 1 to 65536, not \(bins)")
        }
        try ParameterLimits.check(exponent, "exponent", in: 0...10)
        let ends = Self.lastRanks(items: items, bins: bins)
        var first: UInt64 = 1
        var weights: [Double] = []
        for end in ends {
            weights.append(Self.weight(from: first, through: end, exponent: exponent))
            first = end + 1
        }
        let total = CompensatedSum.of(weights)
        var result: [Bin] = []
        first = 1
        for (end, weight) in zip(ends, weights) {
            result.append(Bin(firstRank: first, items: end - first + 1, share: weight / total))
            first = end + 1
        }
        self.items = items
        self.exponent = exponent
        self.bins = result
    }

    /// The last rank of each bin: the rest of the way to n is divided into equal ratios anew after each bin, since the first bins cannot
    /// hold less than one rank.
    private static func lastRanks(items: UInt64, bins: Int) -> [UInt64] {
        let count = UInt64(bins) < items ? bins : Int(items)
        var ends: [UInt64] = []
        ends.reserveCapacity(count)
        var last: UInt64 = 0
        for left in stride(from: count, to: 1, by: -1) {
            let from = Double(max(last, 1))
            let ratio = DeterministicMath.pow(Double(items) / from, 1 / Double(left))
            let wanted = UInt64(from * ratio + 0.5)
            last = min(max(wanted, last + 1), items - UInt64(left - 1))
            ends.append(last)
        }
        ends.append(items)
        return ends
    }

    /// The sum of i^-s over the ranks from one to another.
    static func weight(from first: UInt64, through last: UInt64, exponent: Double) -> Double {
        let direct: UInt64 = 256
        var sum = CompensatedSum()
        var rank = first
        while rank <= last && (rank < direct || last - first < direct) {
            sum.add(DeterministicMath.pow(Double(rank), -exponent))
            rank += 1
        }
        if rank <= last { sum.add(eulerMaclaurin(from: Double(rank), through: Double(last), exponent: exponent)) }
        return sum.value
    }

    private static func eulerMaclaurin(from a: Double, through b: Double, exponent s: Double) -> Double {
        let fa = DeterministicMath.pow(a, -s)
        let fb = DeterministicMath.pow(b, -s)
        // ∫ x^-s = a^(1-s) (e^t - 1) / (1 - s) with t = (1 - s) log(b / a), written so that s = 1 is not singular.
        let logarithm = DeterministicMath.log1p((b - a) / a)
        let t = (1 - s) * logarithm
        let integral = fa * a * logarithm * (t == 0 ? 1 : DeterministicMath.expm1(t) / t)
        let first = s * (fa / a - fb / b) / 12
        let thirdA = fa / (a * a * a)
        let thirdB = fb / (b * b * b)
        let rising = s * (s + 1) * (s + 2)
        let third = rising * (thirdA - thirdB) / 720
        let fifth = rising * (s + 3) * (s + 4) * (thirdA / (a * a) - thirdB / (b * b)) / 30240
        return integral + (0.5 * (fa + fb) + (first - third + fifth))
    }
}
