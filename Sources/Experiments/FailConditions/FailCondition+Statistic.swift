extension FailCondition.Statistic {
    /// The statistic of a word: `mean`, `median`, `p1` ... `p99`, `max`, `min` or `probability`; nil for any other.
    init?(_ word: String) {
        switch word {
        case "mean": self = .mean
        case "median": self = .quantile(percent: 50)
        case "max": self = .max
        case "min": self = .min
        case "probability": self = .probability
        default:
            guard word.hasPrefix("p"), let percent = Int(word.dropFirst()), (1...99).contains(percent), "p\(percent)" == word else {
                return nil
            }
            self = .quantile(percent: percent)
        }
    }
}
