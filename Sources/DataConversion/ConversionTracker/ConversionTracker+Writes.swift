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
            if rows > 0 {
                let growth = appended / rows
                exposure += overwritten / rows * (growth > 0 ? DeterministicMath.log1p(growth) / growth : 1)
            }
            unconverted += appended
        case .log:
            waitingAppends += appended
            waitingOverwrites += overwritten
        }
        rows += appended
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
    var newlyStale: Double {
        let since = exposure - settledExposure
        guard since > 0 else { return 0 }
        return bins.reduce(0) { $0 + $1.fresh * Self.hitFraction($1.relativeRate * since) }
    }

    /// The part of the rows that at least one of a mean of `writes` writes hits.
    static func hitFraction(_ writes: Double) -> Double {
        -DeterministicMath.expm1(-writes)
    }
}
