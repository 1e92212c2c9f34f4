/// The probabilities of numbers of successes in independent trials, where they count.
///
/// Terms relative to the most probable number follow from each other outward and end at 1e-22 of it, where what is left is far below any
/// probability of error. Multiplications, divisions and additions only, the same on every machine: ranks that come from here decide when
/// replications end.
///
/// - Complexity: O(root of the number of trials), in time and in memory.
struct BinomialWindow {
    /// The smallest number of successes in the window.
    private let first: Int
    /// The probabilities of this number and those that follow; they add up to one.
    private let probabilities: [Double]

    /// Makes the window for a probability between 0 and 1, both excluded.
    init(trials: Int, probability p: Double) {
        let mode = min(trials, Int(Double(trials + 1) * p))
        let odds = p / (1 - p)
        var above: [Double] = [1]
        var successes = mode
        while successes < trials, let last = above.last, last > 1e-22 {
            above.append(last * (Double(trials - successes) / Double(successes + 1) * odds))
            successes += 1
        }
        var below: [Double] = []
        var term = 1.0
        successes = mode
        while successes > 0 && term > 1e-22 {
            term *= Double(successes) / Double(trials - successes + 1) / odds
            successes -= 1
            below.append(term)
        }
        first = successes
        let terms = below.reversed() + above
        let total = SampleStatistics.sum(terms)
        probabilities = terms.map { $0 / total }
    }

    /// The first number of successes at which the probability of it and all smaller ones exceeds a value below one.
    func firstReachedFromBelow(beyond value: Double) -> Int {
        var sum = 0.0
        for (place, probability) in probabilities.enumerated() {
            sum += probability
            if sum > value { return first + place }
        }
        return first + probabilities.count - 1
    }

    /// The first number of successes, coming from above, at which the probability of it and all larger ones exceeds a value below one.
    func firstReachedFromAbove(beyond value: Double) -> Int {
        var sum = 0.0
        for place in probabilities.indices.reversed() {
            sum += probabilities[place]
            if sum > value { return first + place }
        }
        return first
    }
}
