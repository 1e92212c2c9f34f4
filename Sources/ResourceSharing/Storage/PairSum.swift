/// A running sum held as an unevaluated pair of doubles, about 106 bits.
///
/// Progressive filling takes activities away from sums over and over. In plain doubles what remains of a sum of a thousand terms when one
/// term is left would carry the rounding of all the others. With the two-sum of Knuth (The Art of Computer Programming, vol. 2, 4.2.2)
/// additions and subtractions of the same terms cancel, so neither the order nor the number of steps shows in the result. It needs only +
/// and -.
struct PairSum: BitwiseCopyable {
    private(set) var high = 0.0
    private(set) var low = 0.0

    static let zero = PairSum()

    init() {}

    init(_ value: Double) {
        high = value
    }

    mutating func add(_ term: Double) {
        let sum = high + term
        let virtual = sum - high
        let rest = (high - (sum - virtual)) + (term - virtual) + low
        high = sum + rest
        low = rest - (high - sum)
    }

    mutating func add(_ other: PairSum) {
        add(other.high)
        add(other.low)
    }

    /// `total` minus this sum, rounded once.
    func remainder(of total: Double) -> Double {
        let difference = total - high
        let virtual = difference - total
        let rest = (total - (difference - virtual)) - (high + virtual)
        return difference + (rest - low)
    }
}
