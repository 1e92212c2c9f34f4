import RandomStreams
import Requirements

// The bootstrap of Efron (1979, doi:10.1214/aos/1176344552) draws as many units as there are, with replacement, and estimates anew. Estimators
// here are functions of sums over units. With many units, sums over groups of them are resampled in place of the units: the units are put into
// groups at random, so that groups are as exchangeable as units are, and a sum over resampled groups has the variance of a sum over resampled
// units but for the chance of the grouping, a relative error of (2 / groups)^(1/2) at most. A resample then takes time for groups, whatever
// the number of units. The order of the units must not decide their groups: in a grid, every hundredth point may have the same level.

/// Sums of several quantities over units of observation, and the same sums over random resamples of the units.
struct GroupedSums: Sendable {
    /// Up to so many units each is a group of its own.
    static let largestGroups = 1_000
    /// Fewer groups than that have too few resamples that differ.
    static let fewestGroups = 10
    /// Where there are many quantities, there are fewer groups: this number of doubles takes 32 MB.
    static let largestCells = 1 << 22

    /// The number of quantities.
    let columns: Int
    /// The number of groups.
    let groups: Int
    private let order: IndexPermutation?
    private var cells: [Double]
    private var stream: RandomStream

    /// Creates sums of zero.
    ///
    /// - Parameters:
    ///   - units: The number of units.
    ///   - columns: The number of quantities.
    ///   - seed: What groups and resamples are drawn from, together with the purpose.
    ///   - purpose: What the sums are for.
    init(units: Int, columns: Int, seed: UInt64, purpose: String) {
        self.columns = columns
        groups = min(units, Self.largestGroups, max(Self.fewestGroups, Self.largestCells / max(1, columns)))
        var grouping = RandomStream(rootSeed: seed, replication: 0, entity: purpose, purpose: "groups of a bootstrap")
        order = units > groups ? IndexPermutation(size: units, stream: &grouping) : nil
        cells = Array(repeating: 0, count: groups * columns)
        stream = RandomStream(rootSeed: seed, replication: 0, entity: purpose, purpose: "resamples of a bootstrap")
    }

    /// Where the sums of a unit's group begin, for `add`.
    func row(of unit: Int) -> Int { (order.map { $0[unit] % groups } ?? unit) * columns }

    /// Adds to a quantity of the group whose sums begin at a row.
    mutating func add(_ value: Double, column: Int, row: Int) { cells[row + column] += value }

    /// The sums over all units.
    var totals: [Double] {
        totals(of: Array(repeating: 1, count: groups))
    }

    /// Calls a function with the sums over each of so many resamples; not at all where there are too few groups.
    func forEachResample(_ count: Int, _ body: ([Double]) -> Void) {
        guard groups >= Self.fewestGroups else { return }
        var stream = stream
        for _ in 0..<count {
            var weights = [Double](repeating: 0, count: groups)
            for _ in 0..<groups { weights[Int(stream.integer(below: UInt64(groups)))] += 1 }
            body(totals(of: weights))
        }
    }

    private func totals(of weights: [Double]) -> [Double] {
        var totals = [Double](repeating: 0, count: columns)
        for (group, weight) in weights.enumerated() where weight > 0 {
            let row = group * columns
            for column in 0..<columns { totals[column] += weight * cells[row + column] }
        }
        return totals
    }
}
