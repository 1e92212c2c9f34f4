/// The values of a statistic in resamples.
struct ResampledStatistic: Sendable {
    private var values: [Double] = []
    private var undefined = 0

    /// Notes the value in one more resample; nil where it has none.
    mutating func append(_ value: Double?) {
        if let value { values.append(value) } else { undefined += 1 }
    }

    /// The percentiles that leave out half of the error on each side; nil where more than one in ten resamples have no value.
    func bounds(confidence: Double) -> (low: Double, high: Double)? {
        guard !values.isEmpty, undefined * 9 <= values.count else { return nil }
        let tail = (1 - confidence) / 2
        return (
            SampleStatistics.quantile(values, probability: tail), SampleStatistics.quantile(values, probability: 1 - tail)
        )
    }
}
