/// For how long the transfers and conversions of one phase of the plan were held back by what, in the order in which it first was.
///
/// Times are of jobs, all attempts together: shards side by side add up.
public struct PhaseLimits: Hashable, Sendable {
    /// The phase, such as `convert database` or `clone database`.
    public var phase: String
    /// Whether rows are brought into a new form; otherwise bytes are copied or applied.
    public var isConversion: Bool
    /// What its jobs have taken, all together.
    public var jobNanoseconds: Int128
    /// The parts of it; they add up to the whole.
    public var limits: [LimitTime]

    /// How long one thing held a phase back.
    public struct LimitTime: Hashable, Sendable {
        /// In words, such as `the link from tampa to ec2` or `disks of the source`.
        public var limit: String
        /// All jobs together.
        public var nanoseconds: Int128

        /// The same in seconds.
        public var seconds: Double { Double(nanoseconds) / 1e9 }
    }

    /// What its jobs have taken, seconds.
    public var jobSeconds: Double { Double(jobNanoseconds) / 1e9 }
}
