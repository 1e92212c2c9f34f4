import Requirements

extension SampleStatistics {
    /// The mean with an interval by Student's t from antithetic pairs: replications of which the second mirrors the random numbers of the first.
    ///
    /// The two of a pair depend on each other and pairs do not, so that the average of a pair is one observation (Hammersley and Morton 1956,
    /// doi:10.1017/S0305004100031455); where the two go in opposite directions, averages vary less than those of independent replications.
    /// An interval from all replications as if they were independent would be wrong, too wide or too narrow.
    ///
    /// The estimate counts pairs. The two arrays hold first and mirrored replications in the same order and must be equally long.
    public static func antitheticMeanInterval(_ first: [Double], mirrored: [Double], confidence: Double) -> Estimate {
        require(first.count == mirrored.count, "antithetic replications must be equally many, not \(first.count) and \(mirrored.count)")
        // Halves first: the sum of two large numbers may have no finite value.
        let averages = zip(first, mirrored).map { 0.5 * $0 + 0.5 * $1 }
        return studentT(averages, confidence: confidence, method: .meanOfAntitheticPairsByStudentT)
    }
}
