extension StoppingRule {
    /// About how many values in total would make the interval as narrow as wanted, if further ones are like these; nil where that cannot be
    /// told: with fewer than two values, an infinite one or, for a relative width, an estimate of zero, and beyond a billion.
    ///
    /// For messages. Widths fall with the root of the count, and the estimate of the spread is as uncertain as the sample is small: from 30
    /// normal values it is off by a quarter either way in a third of cases.
    public func neededCount(after values: [Double]) -> Int? {
        guard values.count > 1 else { return nil }
        let estimate = estimate(values)
        let wanted = wantedHalfWidth(estimate: estimate.value)
        guard wanted > 0, wanted.isFinite else { return nil }
        switch quantity {
        case .mean:
            guard values.allSatisfy(\.isFinite) else { return nil }
            let deviation = SampleStatistics.variance(values).squareRoot()
            let narrow = smallestCount(from: 2) { count in
                let t = ReferenceDistributions.studentTQuantile(0.5 + 0.5 * confidence, degreesOfFreedom: count - 1)
                return t * deviation / count.squareRoot() <= wanted
            }
            let believed = SampleStatistics.countForMeanInterval(skewness: SampleStatistics.skewness(values))
            return narrow.map { max($0, believed) }
        case .proportion:
            let z = ReferenceDistributions.normalQuantile(0.5 + 0.5 * confidence)
            let product = estimate.value * (1 - estimate.value)
            return smallestCount(from: 1) { count in
                z / (1 + z * z / count) * (product / count + z * z / (4 * count * count)).squareRoot() <= wanted
            }
        case .quantile:
            guard let low = estimate.low, let high = estimate.high else { return nil }
            let ratio = low == high ? 0 : (high - low) / 2 / wanted
            guard ratio.isFinite else { return nil }
            let count = max(Double(schedule.minimum), (Double(values.count) * ratio * ratio).rounded(.up))
            return count <= Double(ReplicationSchedule.largestCap) ? Int(count) : nil
        }
    }

    /// The smallest count at which a condition holds that, once true, stays true.
    private func smallestCount(from first: Int, _ condition: (Double) -> Bool) -> Int? {
        var low = first
        var high = ReplicationSchedule.largestCap
        guard condition(Double(high)) else { return nil }
        while low < high {
            let middle = low + (high - low) / 2
            if condition(Double(middle)) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
