public import Scenarios
public import Statistics

/// The best plan under limits, with what stands behind it.
public struct Recommendation: Sendable {
    /// One plan.
    public struct Plan: Sendable {
        /// Its number among all.
        public let index: Int
        /// How it is called: the strategy, then the knobs by as much of their paths as tells them apart.
        public let name: String
        /// The strategy.
        public let strategy: String
        /// `PATH=VALUE` of each knob.
        public let settings: [String]
        /// Where it stands; nil if the scenario refuses it.
        public let standing: ConstrainedSelection.Standing?
        /// Why it is refused, if it is.
        public let complaint: String?
        /// Replications that it was given.
        public let replications: Int
        /// Mean of what was to be best.
        public let objective: Estimate
        /// Mean cost, USD.
        public let cost: Estimate
        /// Mean over the classes of their lost service, seconds.
        public let lostService: Estimate
        /// Mean duration, seconds.
        public let duration: Estimate
        /// P(finished).
        public let finished: Estimate
        /// The instant before which it is finished with the probability that is demanded; nil if it is not so often finished at all.
        public let readyBy: CalendarInstant?
        /// By limit: the statistic that is limited.
        public let limited: [Double]
    }

    /// How the selection ended.
    public enum Outcome: Sendable, Hashable {
        /// This plan; tied ones do not differ in anything that counts.
        case selected(Int, tied: [Int])
        /// These could not be told apart with the replications allowed; the first has the best mean.
        case capped([Int])
        /// No plan keeps the limits.
        case none

        /// The plan that is recommended, or would be with more replications.
        public var best: Int? {
            switch self {
            case .selected(let index, _): index
            case .capped(let indices): indices.first
            case .none: nil
            }
        }
    }

    /// What would change the answer.
    public enum Change: Sendable, Hashable {
        /// If the limit of this number allowed the value, this plan would be better.
        case loosened(limit: Int, to: Double, plan: Int)
        /// If the limit of this number did not allow the value, this plan would be the best; nil if none is left.
        case tightened(limit: Int, below: Double, plan: Int?)
    }

    /// What was asked for.
    public let request: RecommendationRequest
    /// The difference that was taken not to matter.
    public let difference: Double
    /// All plans, in their order.
    public let plans: [Plan]
    /// How the selection ended.
    public let outcome: Outcome
    /// The next best plan that keeps the limits, with the paired difference of its objective to that of the one selected, and whether
    /// the interval of that can be believed; nil if there is none.
    public let runnerUp: (plan: Int, margin: Estimate, diagnosis: MeanIntervalDiagnosis)?
    /// Runs that it took.
    public let runs: Int
}
