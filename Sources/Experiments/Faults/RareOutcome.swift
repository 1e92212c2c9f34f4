import RandomStreams
public import SimulationKernel
public import Statistics
public import UpgradeFaults
public import UpgradeStrategies

/// The probability of an outcome that is too rare to be met by chance.
///
/// An outcome such as an hour of outage needs something that goes wrong, and in most replications nothing does. So the replications are divided into
/// *strata* by what occurs in the first attempt: which of the four types, and whether the version is bad. How likely each stratum is follows from the
/// probabilities exactly; within it runs are replications like any others, with these faults settled beforehand. The estimate is the sum of weight times
/// share over the strata (stratified sampling), its interval the stratified Wilson one. It is without bias whatever the number of runs in each.
public struct RareOutcome: Sendable {
    /// The estimate.
    public let estimate: Estimate
    /// What was found in each stratum.
    public let strata: [(condition: FaultCondition, stratum: SampleStatistics.Stratum)]

    /// Estimates the probability that a run of a strategy fulfils a condition; nil if it was interrupted.
    ///
    /// - Parameter runs: Runs in all; each stratum has at least four.
    public init?(
        _ rehearsal: Rehearsal, strategy: String, seed: UInt64, runs: Int, jobs: Int, confidence: Double,
        interruption: InterruptFlag? = nil,
        _ isMet: @escaping @Sendable (RunResult) -> Bool
    ) {
        let conditions = rehearsal.faults.conditions
        // Half of the runs where most of the probability is that something goes wrong, half spread evenly: rare strata may decide.
        let counts = conditions.map { max(4, Int((Double(runs) * (0.5 * $0.probability + 0.5 / Double(conditions.count))).rounded())) }
        let requests = conditions.indices.flatMap { index in (0..<counts[index]).map { (stratum: index, replication: $0) } }
        let met = ParallelMap.map(count: requests.count, jobs: jobs, interruption: interruption) { position -> Bool? in
            let request = requests[position]
            guard let found = StrategyCatalogue.strategy(named: strategy) else { return nil }
            var one = rehearsal
            one.faults.isDrawn = true
            one.faults.condition = conditions[request.stratum].condition
            let result = UpgradeRun(
                one, strategy: found, seed: seed, replication: UInt64(request.replication), interruption: interruption
            ).run()
            return result.stopReason == .interrupted ? nil : isMet(result)
        }
        guard met.allSatisfy({ $0 != nil }) else { return nil }
        var successes = [Int](repeating: 0, count: conditions.count)
        for (request, isMet) in zip(requests, met) where isMet == true { successes[request.stratum] += 1 }
        strata = conditions.indices.map { index in
            (
                conditions[index].condition,
                SampleStatistics.Stratum(weight: conditions[index].probability, successes: successes[index], count: counts[index])
            )
        }
        estimate = SampleStatistics.stratifiedWilsonInterval(strata.map(\.stratum), confidence: confidence)
    }
}
