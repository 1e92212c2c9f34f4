import RandomStreams
import Requirements

// A test of "at most limit - tolerance" against "at least limit + tolerance" that errs with a probability of at most b.
//
// Means: the procedure F_B of Batur and Kim (2010, ACM Transactions on Modeling and Computer Simulation 20(3)), which is the feasibility check
// of Andradottir and Kim (2010, doi:10.1002/nav.20408) for several constraints: the sum of (value - limit) leaves a triangle, see
// TriangularRegion. Values that are all equal have no variance to make a triangle of, and yet the next may differ: they are believed once n of them
// agree with 0.95^n <= b, so that, but for the probability b, at most 5 % of values are others.
//
// Proportions: Wald's sequential probability ratio test (1945, doi:10.1214/aoms/1177731118) between p = limit - tolerance and
// q = limit + tolerance. It needs no normal values: the ratio of likelihoods ever exceeds 1/b with a probability of at most b where the true
// proportion is p or less, and falls under b with such a probability where it is q or more.

/// The sequential test of one constraint on one candidate.
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
    /// Equal values that are believed.
    private let agreement: Int
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
        agreement = max(firstStage, Int((DeterministicMath.log(error) / DeterministicMath.log(0.95)).rounded(.up)))
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
        if region == nil {
            firstValues.append(value)
            let isConstant = firstValues.allSatisfy { $0 == firstValues[0] }
            if isConstant, count >= agreement { answer = sum <= 0 ? .kept : .broken }
            // At the limit itself, values that do not vary are allowed.
            guard count >= firstStage, !isConstant else { return }
            region = TriangularRegion(
                variance: SampleStatistics.variance(firstValues), difference: constraint.tolerance,
                scale: TriangularRegion.scale(error: error, firstStage: count))
            firstValues = []
        }
        guard let halfWidth = region?.halfWidth(after: count) else { return }
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
