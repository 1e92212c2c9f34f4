import RandomStreams
import Requirements

extension ConversionTracker {
    /// Lets time pass with constant rates of writes.
    ///
    /// - Complexity: O(1).
    public mutating func advance(by seconds: Double, appendedPerSecond: Double, overwrittenPerSecond: Double) {
        require(seconds >= 0 && seconds.isFinite, "time cannot advance by \(seconds) s")
        require(
            appendedPerSecond >= 0 && overwrittenPerSecond >= 0 && appendedPerSecond.isFinite && overwrittenPerSecond.isFinite,
            "\(appendedPerSecond) appends and \(overwrittenPerSecond) overwrites each second are not rates")
        let appended = appendedPerSecond * seconds
        let overwritten = overwrittenPerSecond * seconds
        arrivedWrites += appended + overwritten
        switch mode {
        case .set:
            exposure += exposure(appended: appended, overwritten: overwritten)
            unconverted += appended
        case .log:
            waitingAppends += appended
            waitingOverwrites += overwritten
        }
        rows += appended
    }

    /// What ``stale`` and ``backlog`` would be after ``advance(by:appendedPerSecond:overwrittenPerSecond:)``.
    ///
    /// For those who look on: each step of a tracker rounds, so that looking must not be one. It changes nothing; `mutating` makes the
    /// compiler read the tracker where it is, at each chunk, rather than copy it with its arrays.
    mutating func look(after seconds: Double, appendedPerSecond: Double, overwrittenPerSecond: Double) -> (stale: Double, backlog: Double) {
        let appended = appendedPerSecond * seconds
        let overwritten = overwrittenPerSecond * seconds
        let stale =
            switch mode {
            case .set: staleTotal + newlyStale(at: exposure + exposure(appended: appended, overwritten: overwritten))
            case .log: waitingOverwrites + overwritten
            }
        return (stale, unconverted + appended + stale + waitingAppends + flights.work)
    }

    /// The writes to a mean row while this many come evenly.
    private func exposure(appended: Double, overwritten: Double) -> Double {
        guard rows > 0 else { return 0 }
        let growth = appended / rows
        return overwritten / rows * (growth > 0 ? DeterministicMath.log1p(growth) / growth : 1)
    }

    /// Brings the popularity classes up to the present exposure.
    mutating func settle() {
        let since = exposure - settledExposure
        guard since > 0 else { return }
        settledExposure = exposure
        var (fresh, stale) = (0.0, 0.0)
        for index in bins.indices {
            var bin = bins[index]
            let lost = bin.fresh * Self.hitFraction(bin.relativeRate * since)
            bin.fresh -= lost
            bin.stale += lost
            fresh += bin.fresh
            stale += bin.stale
            bins[index] = bin
        }
        freshTotal = fresh
        staleTotal = stale
    }

    /// Rows that were overwritten since the classes were last brought up to date.
    var newlyStale: Double { newlyStale(at: exposure) }

    private func newlyStale(at exposure: Double) -> Double {
        let since = exposure - settledExposure
        guard since > 0 else { return 0 }
        return bins.reduce(0) { $0 + $1.fresh * Self.hitFraction($1.relativeRate * since) }
    }

    /// The part of the rows that at least one of a mean of `writes` writes hits.
    static func hitFraction(_ writes: Double) -> Double {
        -DeterministicMath.expm1(-writes)
    }
}
