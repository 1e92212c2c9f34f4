import SimulationKernel
public import UpgradeStrategies

extension Fingerprint {
    /// Takes in the fingerprint of a run.
    mutating func mix(_ run: String) { mix(Int64(bitPattern: UInt64(run, radix: 16) ?? 0)) }
}

extension SweepRecord {
    /// The hash over the fingerprints of a point's runs, in their order.
    public static func fingerprint(of runs: [RunResult]) -> UInt64 {
        var fingerprint = Fingerprint()
        for run in runs { fingerprint.mix(run.fingerprint) }
        return fingerprint.bits
    }
}
