import Scenarios

extension SweepPlan {
    /// Numbers of the points that have all of these values, `PATH=VALUE` each; a number is the same however it is written.
    ///
    /// - Throws: ``SweepProblem`` for what is no factor, for a value that its factor never has, and if there is no such point.
    public func points(having conditions: [String]) throws(SweepProblem) -> [Int] {
        var wanted: [(position: Int, value: String)] = []
        for condition in conditions {
            guard let equals = condition.firstIndex(of: "="), equals != condition.startIndex else {
                throw SweepProblem(.usage, "`\(condition)` is not PATH=VALUE", hint: "write it like `strategy=rolling`")
            }
            let (name, value) = (Self.trimmed(condition[..<equals]), Self.trimmed(condition[condition.index(after: equals)...]))
            guard let position = factorNames.firstIndex(of: name) else {
                throw SweepProblem(
                    .usage, "the sweep has no factor `\(name)`",
                    hint: NearestWord.hint(for: name, in: factorNames, called: "its factors are"))
            }
            let levels = position < factors.count ? factors[position].levels : strategies
            if let levels, !levels.contains(where: { Self.isSame($0, value) }) {
                throw SweepProblem(
                    .usage, "no point has `\(condition)`", hint: NearestWord.hint(for: value, in: levels, called: "the values are"))
            }
            wanted.append((position, value))
        }
        let found = (0..<count).filter { index in
            let values = point(at: index).values
            return wanted.allSatisfy { Self.isSame(values[$0.position], $0.value) }
        }
        guard !found.isEmpty else {
            throw SweepProblem(
                .usage, "no point has \(conditions.map { "`\($0)`" }.joined(separator: " and "))",
                hint: "the merged results list the points with their values")
        }
        return found
    }

    private static func isSame(_ first: String, _ second: String) -> Bool {
        if first == second { return true }
        guard let number = Double(first), let other = Double(second) else { return false }
        return number == other
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
