import RandomStreams
import Statistics

/// A stream of its own for each test, from a fixed seed.
func testStream(_ purpose: String, entity: UInt64 = 0) -> RandomStream {
    RandomStream(rootSeed: 20_260_202, replication: 0, entity: entity, purpose: purpose)
}

/// Probabilities of 0 ... n successes by the recurrence from the most probable one, independent of the library.
func binomialProbabilities(trials: Int, probability p: Double) -> [Double] {
    var weights = [Double](repeating: 0, count: trials + 1)
    let mode = min(trials, Int(Double(trials + 1) * p))
    weights[mode] = 1
    for k in stride(from: mode, to: trials, by: 1) { weights[k + 1] = weights[k] * Double(trials - k) / Double(k + 1) * p / (1 - p) }
    for k in stride(from: mode, to: 0, by: -1) { weights[k - 1] = weights[k] * Double(k) / Double(trials - k + 1) * (1 - p) / p }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
}

/// Whether so many hits in so many trials agree with a probability; false alarms have a probability under one in a million.
func agrees(hits: Int, trials: Int, probability: Double) -> Bool {
    let expected = Double(trials) * probability
    return (Double(hits) - expected).magnitude < 4.9 * (expected * (1 - probability)).squareRoot()
}

/// The same within three standard errors of the simulation; false alarms have a probability of 0.3 %.
func agreesWithinThree(hits: Int, trials: Int, probability: Double) -> Bool {
    let expected = Double(trials) * probability
    return (Double(hits) - expected).magnitude <= 3 * (expected * (1 - probability)).squareRoot()
}

/// Whether an interval, a missing bound being infinite, contains a value.
func contains(_ estimate: Estimate, _ truth: Double) -> Bool {
    estimate.low ?? -.infinity <= truth && truth <= estimate.high ?? .infinity
}
