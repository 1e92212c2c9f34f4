import Statistics

/// What the largest conversion of a strategy waits for, in words.
extension Comparison {
    /// The least part of the time for which something must hold a phase back to be named.
    public static let leastNamedShare = 0.005
    /// Things that a sentence names, at most.
    private static let mostNamed = 3

    /// `conversion is limited by the link from tampa to ec2 for 71 % of the time, by disks of the source for 22 %`: of the conversion that takes
    /// most time, or of the transfer if nothing is converted; nil if there is neither, or none of a second.
    func limitedPhase(of strategy: String) -> String? {
        let phases = strategies.first { $0.strategy == strategy }?.limits.filter { $0.jobTime.mean.value >= 1 } ?? []
        let conversions = phases.filter(\.isConversion)
        let candidates = conversions.isEmpty ? phases : conversions
        guard let phase = candidates.max(by: { $0.jobTime.mean.value < $1.jobTime.mean.value }) else { return nil }
        let noun = phase.isConversion ? "conversion" : "transfer"
        let named = phase.limits.filter { phase.share($0.time) >= Self.leastNamedShare }.prefix(Self.mostNamed)
        guard let first = named.first else { return nil }
        let share = Readable.wholePercent(phase.share(first.time))
        guard share != Readable.wholePercent(1) else { return "\(noun) is limited by \(first.limit) all the time" }
        let rest = named.dropFirst().map { ", by \($0.limit) for \(Readable.wholePercent(phase.share($0.time)))" }
        return "\(noun) is limited by \(first.limit) for \(share) of the time" + rest.joined()
    }
}
