import RandomStreams
import Requirements

/// The sequential test of one constraint on one candidate; see FeasibilityCheck for the mathematics.
struct ConstraintTest: Sendable {
    enum Answer: Sendable, Hashable {
        case unknown
        case kept
        case broken
    }

    /// What is known; once known, it stays.
    private(set) var answer = Answer.unknown

    private let constraint: FeasibilityConstraint
    private let error: Double
    private let firstStage: Int
    private var count = 0
    /// Of a mean: the sum of the values less the limit. Of a proportion: the number of ones.
    private var sum = 0.0
    /// Of a mean: the values of the first stage, and the region that follows from their variance.
    private var firstValues: [Double] = []
    private var region: TriangularRegion?

    init(_ constraint: FeasibilityConstraint, error: Double, firstStage: Int) {
        self.constraint = constraint
        self.error = error
        self.firstStage = firstStage
    }

    mutating func add(_ value: Double) {
        guard answer == .unknown else { return }
        count += 1
        switch constraint.quantity {
        case .mean: addToMean(value)
        case .proportion: addToProportion(value)
        }
    }

    private mutating func addToMean(_ value: Double) {
        sum += value - constraint.limit
        if count <= firstStage { firstValues.append(value) }
        if count == firstStage {
            let scale = TriangularRegion.scale(error: error, firstStage: firstStage)
            let variance = SampleStatistics.variance(firstValues)
            region = TriangularRegion(variance: variance, difference: constraint.tolerance, scale: scale)
            firstValues = []
        }
        guard let halfWidth = region?.halfWidth(after: count) else { return }
        // At the limit itself, values that do not vary are allowed.
        if sum <= -halfWidth { answer = .kept } else if sum >= halfWidth { answer = .broken }
    }

    private mutating func addToProportion(_ value: Double) {
        require(value == 0 || value == 1, "a proportion needs values of zero and one, not \(value)")
        sum += value
        let (kept, broken) = (constraint.limit - constraint.tolerance, constraint.limit + constraint.tolerance)
        let logarithmOfRatio =
            sum * DeterministicMath.log(broken / kept)
            + (Double(count) - sum) * DeterministicMath.log((1 - broken) / (1 - kept))
        let bound = -DeterministicMath.log(error)
        if logarithmOfRatio <= -bound { answer = .kept } else if logarithmOfRatio >= bound { answer = .broken }
    }
}
