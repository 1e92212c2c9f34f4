import RandomStreams

/// Where a run's random numbers come from.
extension UpgradeRun {
    /// Whether the run's numbers are those of the replication before it, each turned from u into 1 - u.
    public var isMirrored: Bool { isPaired && replication % 2 == 1 }

    /// A stream that follows from the entity and the purpose alone, and so is the same under every strategy.
    ///
    /// - Parameter ordinal: Tells repetitions of one purpose apart.
    func stream(_ entity: StreamName.Entity, _ purpose: String, ordinal: UInt64 = 0) -> RandomStream {
        let name = StreamName(
            rootSeed: seed, replication: isMirrored ? replication - 1 : replication, entity: entity, purpose: purpose, ordinal: ordinal)
        return RandomStream(name, antithetic: isMirrored)
    }

    /// The stream of something with a name.
    func stream(_ entity: String, _ purpose: String) -> RandomStream { stream(.name(entity), purpose) }

    /// The stream of something with a number.
    func stream(_ entity: Int, _ purpose: String) -> RandomStream { stream(.number(UInt64(entity)), purpose) }

    /// The stream of a number that was itself drawn from a stream: in a mirrored run that number is the inverse of its partner's.
    func stream(ofDrawn salt: UInt64, _ entity: String, _ purpose: String) -> RandomStream {
        RandomStream(rootSeed: isMirrored ? ~salt : salt, replication: 0, entity: entity, purpose: purpose, antithetic: isMirrored)
    }
}
