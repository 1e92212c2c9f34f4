/// Under what the two results were found, and whether they are one and the same.
extension ResultDifference {
    /// Circumstances that are the same.
    public var common: [RecordedResult.Circumstance] { a.circumstances.filter { b[circumstance: $0.name] == $0.value } }

    /// Circumstances that are not, those of the first result first.
    public var changes: [Change] {
        let names = a.circumstances.map(\.name) + b.circumstances.map(\.name).filter { a[circumstance: $0] == nil }
        return names.compactMap { name in
            let (before, after) = (a[circumstance: name], b[circumstance: name])
            return before == after ? nil : Change(name: name, a: before, b: after)
        }
    }

    /// Whether all runs are the same, event by event: the fingerprints say so. Nil where a result has none.
    public var areRunsEqual: Bool? {
        if a.kind == .comparison {
            guard let first = a[circumstance: "fingerprint"], let second = b[circumstance: "fingerprint"] else { return nil }
            return first == second
        }
        let others = Dictionary(b.entries.map { ($0.name, $0.fingerprint) }) { first, _ in first }
        return a.entries.count == b.entries.count && a.entries.allSatisfy { others[$0.name] == .some($0.fingerprint) }
    }

    /// Whether the two are the same to the last digit: every run, every measure, nothing on one side only.
    public var isIdentical: Bool { areRunsEqual == true && oneSided.isEmpty && measures.allSatisfy(\.isEqual) }

    /// Measures of a verdict.
    public func count(of verdict: MeasureDifference.Verdict) -> Int { measures.count { $0.verdict == verdict } }
}
