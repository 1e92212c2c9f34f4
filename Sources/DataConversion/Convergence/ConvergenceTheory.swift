import RandomStreams

/// When a conversion ends, in closed form, for constant rates and small chunks.
///
/// Symbols: D items at the start, r conversions each second, a appended rows, w writes each second. The functions return nothing where the
/// conversion never ends.
///
/// For a `set` under uniform overwrites let f be the fresh rows: df/dt = r - w f / D, so f = (r D / w) (1 - exp(-w t / D)), which reaches D
/// at (D / w) ln(r / (r - w)) if r > w, and otherwise approaches D r / w.
public enum ConvergenceTheory {
    /// D / r.
    public static func secondsWithoutUpdates(items: Double, conversionsPerSecond r: Double) -> Double? {
        r > 0 ? items / r : nil
    }

    /// D / (r - a), in both modes.
    public static func secondsWithAppends(items: Double, conversionsPerSecond r: Double, appendedPerSecond a: Double) -> Double? {
        r > a ? items / (r - a) : nil
    }

    /// D / (r - w).
    public static func secondsWithLog(items: Double, conversionsPerSecond r: Double, writesPerSecond w: Double) -> Double? {
        r > w ? items / (r - w) : nil
    }

    /// (D / w) ln(r / (r - w)).
    public static func secondsWithUniformSet(items: Double, conversionsPerSecond r: Double, overwrittenPerSecond w: Double) -> Double? {
        guard r > w else { return nil }
        return w > 0 ? -items / w * DeterministicMath.log1p(-w / r) : items / r
    }

    /// The stale stock at which a `set` settles for ever, zero if it converges by itself.
    ///
    /// Let class b hold N_b rows, each overwritten h_b times a second, and let every one of the S stale rows have the same chance of being
    /// converted next, r / S a second. Then class b settles at N_b h_b / (h_b + r / S) stale rows. That these add up to S means
    ///
    ///     sum over b of N_b h_b / (h_b S + r) = 1.
    ///
    /// The left side falls in S and is w / r at S = 0: there is a stock if w > r, and one only. Skewed popularity makes it small, since the
    /// rows that are overwritten most stay stale and take their overwrites without any new work.
    public static func settledStock(
        rows: Double, popularity: Popularity, conversionsPerSecond r: Double, overwrittenPerSecond w: Double
    ) -> Double {
        guard w > r else { return 0 }
        func sum(_ stock: Double) -> Double {
            popularity.bins.reduce(0) { $0 + $1.writeShare * w / ($1.relativeRate * w / rows * stock + r) }
        }
        var low = 0.0
        var high = rows
        // Halving a double's interval this often leaves nothing between the ends.
        for _ in 0..<200 {
            let middle = low + (high - low) / 2
            if sum(middle) > 1 { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }
}
