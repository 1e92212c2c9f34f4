import Scenarios

/// From text to a condition.
extension FailCondition {
    /// Reads a condition about the measures of a catalogue and the strategies of these names.
    public init(parsing text: String, catalogue: MeasureCatalogue, strategies: [String]) throws(FailConditionError) {
        guard let sign = Self.relation(in: text) else {
            throw FailConditionError(
                message: "`\(text)` has no relation; known are `>`, `>=`, `<` and `<=`", hint: "write it like `outage.edit.p95 > 60 s`")
        }
        let left = text[..<sign.range.lowerBound].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(Self.trimmed)
        let (measure, statistic) = try Self.subject(left[0], catalogue)
        if left.count > 1, !strategies.contains(left[1]) {
            throw FailConditionError(
                message: "there is no strategy `\(left[1])`", hint: Self.hint(for: left[1], in: strategies))
        }
        let value = Self.trimmed(text[sign.range.upperBound...])
        let threshold = try Self.threshold(value, statistic == .probability || measure.isIndicator ? .fraction : measure.unit, measure.name)
        self.init(
            text: text, measure: measure.name, statistic: statistic, strategy: left.count > 1 ? left[1] : nil, relation: sign.relation,
            threshold: threshold)
    }

    private static func relation(in text: String) -> (relation: Relation, range: Range<String.Index>)? {
        guard let start = text.firstIndex(where: { $0 == "<" || $0 == ">" }) else { return nil }
        // The longer signs come first among the cases.
        for relation in Relation.allCases where text[start...].hasPrefix(relation.rawValue) {
            return (relation, start..<text.index(start, offsetBy: relation.rawValue.count))
        }
        return nil
    }

    private static func subject(_ name: String, _ catalogue: MeasureCatalogue) throws(FailConditionError) -> (Measure, Statistic) {
        if let measure = catalogue[name] { return (measure, measure.isIndicator ? .probability : .mean) }
        let names = catalogue.measures.map(\.name)
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let stem = parts.dropLast().joined(separator: ".")
        guard let measure = catalogue[stem], let last = parts.last else {
            // A mistyped measure with a good statistic is looked for without the statistic.
            let isStatistic = parts.last.map { Statistic(String($0)) != nil } ?? false
            let meant = isStatistic && parts.count > 1 ? stem : name
            if parts[0] == "downtime" {
                let end = parts.dropFirst().joined(separator: ".")
                throw FailConditionError(
                    message: "downtime is measured in two ways, and `\(name)` does not say in which",
                    hint:
                        "write `outage.\(end)` for the time in which most requests fail, `lost-service.\(end)` for the integral of what fails"
                )
            }
            throw FailConditionError(message: "there is no measure `\(meant)`", hint: hint(for: meant, in: names))
        }
        guard let statistic = Statistic(String(last)) else {
            throw FailConditionError(
                message: "`\(last)` is not a statistic of `\(stem)`",
                hint: "known are `mean`, `median`, `p1` ... `p99`, `max`, `min` and `probability`")
        }
        return (measure, measure.isIndicator && statistic == .mean ? .probability : statistic)
    }

    /// Reads a value in the unit of a measure, as scenarios write it: `60 s`, `5 %`, `10 USD`.
    ///
    /// - Parameter measure: The measure, for the message.
    public static func threshold(_ text: String, _ unit: MeasureUnit, _ measure: String) throws(FailConditionError) -> Double {
        do {
            return try unit.value(of: text)
        } catch {
            throw FailConditionError(message: "the value of `\(measure)`: \(error.message)", hint: error.hint)
        }
    }

    static func hint(for word: String, in candidates: [String]) -> String {
        if let nearest = NearestWord.nearest(to: word, in: candidates) { return "did you mean `\(nearest)`?" }
        return "known are " + candidates.prefix(12).map { "`\($0)`" }.joined(separator: ", ") + (candidates.count > 12 ? ", ..." : "")
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        var text = Substring(text)
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
