public import RandomStreams

/// A fault of the procedure that occurs in an attempt, as it is drawn: the same under every strategy.
public struct DrawnFault: Sendable, Hashable {
    /// Its type.
    public var type: UpgradeFaultType
    /// In which operations it occurs; a strategy that has none escapes it.
    public var operation: OperationClass
    /// At which of the strategy's operations of the class, as a fraction of all of them, 0 ..< 1.
    public var position: Double
    /// Which of the components that it can break there, likewise.
    public var choice: Double
    /// What the rest of its life is drawn from: a number of its own.
    public var salt: UInt64

    /// Makes a fault.
    public init(type: UpgradeFaultType, operation: OperationClass, position: Double, choice: Double, salt: UInt64) {
        self.type = type
        self.operation = operation
        self.position = position
        self.choice = choice
        self.salt = salt
    }

    /// The operation that it strikes among so many.
    public func index(among count: Int) -> Int? { count > 0 ? min(count - 1, Int(position * Double(count))) : nil }
}

/// A defect of the new version, as it is drawn.
public struct DrawnDefect: Sendable, Hashable {
    /// What it does.
    public var defect: VersionDefect
    /// Which of the tiers that it can be in, as a fraction of them, 0 ..< 1.
    public var position: Double
    /// What the rest of its life is drawn from.
    public var salt: UInt64
}

extension FaultRules {
    /// The faults of one attempt, from 1: one draw for each type, which depends on the seed, the replication, the attempt and the type only.
    ///
    /// - Parameter stream: The stream of an entity and a purpose.
    public func faults(inAttempt attempt: Int, _ stream: (_ entity: String, _ purpose: String) -> RandomStream) -> [DrawnFault] {
        guard isDrawn else { return [] }
        return UpgradeFaultType.allCases.compactMap { type in
            var present: DrawnFault?
            for number in 1...max(1, attempt) {
                var draws = stream("upgrade fault of type \(type.rawValue)", "attempt \(number)")
                let isDrawn = draws.bernoulli(probabilities[type] ?? 0)
                let occurs = number == 1 ? condition?.types.contains(type) ?? isDrawn : isDrawn
                let again = draws.bernoulli(persistence)
                let operation = type.operations[Int(draws.integer(below: UInt64(type.operations.count)))]
                let fault = DrawnFault(
                    type: type, operation: operation, position: draws.uniform(), choice: draws.uniform(), salt: draws.next())
                if !(present != nil && again) { present = occurs ? fault : nil }
            }
            return present
        }
    }

    /// What is wrong with the new version, if anything: one draw for the pair of versions.
    public func defect(_ stream: (_ entity: String, _ purpose: String) -> RandomStream) -> DrawnDefect? {
        guard isDrawn else { return nil }
        var draws = stream("new version", "defect")
        let isDrawn = draws.bernoulli(version.probability)
        guard condition?.isBadVersion ?? isDrawn else { return nil }
        var rest = draws.uniform() * version.shares.reduce(0) { $0 + $1.share }
        var chosen = version.shares.last?.defect
        for (defect, share) in version.shares {
            if rest < share {
                chosen = defect
                break
            }
            rest -= share
        }
        guard let chosen else { return nil }
        return DrawnDefect(defect: chosen, position: draws.uniform(), salt: draws.next())
    }
}
