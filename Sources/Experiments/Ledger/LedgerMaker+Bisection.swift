import Scenarios
import SimulationKernel
import UpgradeStrategies

/// Where the winner changes.
extension LedgerMaker {
    /// Halvings of the logarithmic range, which from a factor of ten leave 1 %.
    private static let steps = 8

    func row(_ entry: Screened, _ ledger: inout AssumptionLedger) -> AssumptionLedger.Row {
        let parameter = entry.parameter
        var tried = [parameter.value]
        var crossing: AssumptionLedger.Crossing?
        for isUpwards in directions(entry) {
            guard let end = farthest(parameter, isUpwards, &ledger) else { continue }
            tried.append(end.value)
            guard end.winner != base[0].strategy else { continue }
            crossing = bisect(parameter, end, isUpwards, &ledger)
            break
        }
        let lowest = tried.min() ?? parameter.value
        let highest = tried.max() ?? parameter.value
        return AssumptionLedger.Row(
            path: parameter.path, value: parameter.text(for: parameter.value), doc: parameter.doc,
            change: entry.change >= 1e17 ? .infinity : entry.change,
            tried: lowest == highest ? [] : [parameter.text(for: lowest), parameter.text(for: highest)], crossing: crossing)
    }

    /// Up and down, first the way that brings the second nearer to the first.
    private func directions(_ entry: Screened) -> [Bool] {
        let (down, up) = (entry.margins[0] ?? .infinity, entry.margins[1] ?? .infinity)
        return up <= down ? [true, false] : [false, true]
    }

    /// The value farthest away that the scenario accepts, with who wins there.
    private func farthest(
        _ parameter: NumericParameter, _ isUpwards: Bool, _ ledger: inout AssumptionLedger
    ) -> (value: Double, winner: String)? {
        for factor in [10.0, 5, 2] {
            let wanted = isUpwards ? parameter.value * factor : parameter.value / factor
            let value = parameter.nearestAllowed(to: Self.threeDigits(wanted))
            guard parameter.text(for: value) != parameter.text(for: parameter.value) else { return nil }
            if let name = winner(parameter, value, &ledger) { return (value, name) }
        }
        return nil
    }

    private func winner(_ parameter: NumericParameter, _ value: Double, _ ledger: inout AssumptionLedger) -> String? {
        let names = comparison.upgrading
        let found = ParallelMap.map(count: names.count, jobs: jobs, interruption: interruption) { index in
            trial([names[index]], (parameter, value))
        }
        for trial in found.compactMap({ $0 }) { ledger.note(trial) }
        let complete = found.compactMap { $0?.marks.first }
        guard complete.count == names.count else { return nil }
        ledger.runs += names.count
        return Self.ranked(complete).first?.strategy
    }

    private func bisect(
        _ parameter: NumericParameter, _ end: (value: Double, winner: String), _ isUpwards: Bool, _ ledger: inout AssumptionLedger
    ) -> AssumptionLedger.Crossing {
        var (near, far) = (parameter.value, end)
        for _ in 0..<Self.steps where near > 0 && far.value > 0 {
            let middle = Self.threeDigits((near * far.value).squareRoot())
            let texts = [near, middle, far.value].map { parameter.text(for: $0) }
            guard texts[1] != texts[0], texts[1] != texts[2], let name = winner(parameter, middle, &ledger) else { break }
            if name == base[0].strategy { near = middle } else { far = (middle, name) }
        }
        // The factor is that of the value that is printed, which may have been rounded to be set.
        return AssumptionLedger.Crossing(
            isUpwards: isUpwards, value: parameter.text(for: far.value), factor: parameter.stated(far.value) / parameter.value,
            winner: far.winner)
    }

    /// The nearest number of three significant digits, which reads better and was itself tried.
    static func threeDigits(_ value: Double) -> Double {
        guard value.isFinite, value > 0 else { return value }
        var (scaled, power) = (value, 1.0)
        // Powers of ten up to 10^22 are exact, and nothing in a scenario lies beyond them.
        while scaled < 100, power < 1e22 { (scaled, power) = (value * power * 10, power * 10) }
        if power > 1 { return (value * power).rounded() / power }
        while scaled >= 1000, power < 1e22 { (scaled, power) = (value / (power * 10), power * 10) }
        return (value / power).rounded() * power
    }
}
