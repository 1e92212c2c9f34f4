/// Order in which the requests at a node are served.
public enum QueueingDiscipline: Sendable, Hashable {
    /// Cores are shared equally by the requests that are there; exact for one core whatever the distribution of demand (M/G/1-PS).
    case processorSharing
    /// First come, first served with exponential demand (M/M/c).
    case firstComeFirstServed
}

/// Mean waiting in a node with c cores, from its utilisation.
public enum QueueingFormulae {
    /// Erlang's C formula: the probability that an arrival finds all of `servers` busy.
    ///
    /// Computed from the recursion of Erlang's B formula, which neither overflows nor loses digits for many servers.
    ///
    /// - Complexity: O(servers)
    public static func erlangC(servers: Int, utilisation: Double) -> Double {
        guard utilisation > 0 else { return 0 }
        guard utilisation < 1 else { return 1 }
        let offered = utilisation * Double(servers)
        var blocking = 1.0
        for server in 1...servers { blocking = offered * blocking / (Double(server) + offered * blocking) }
        return blocking / (1 - utilisation * (1 - blocking))
    }

    /// Mean waiting as a multiple of the mean service time: C(c, cρ) / (c (1 - ρ)).
    ///
    /// Under `firstComeFirstServed` every request waits that many *mean* service times; under `processorSharing` a request is stretched by
    /// that many of *its own* service times. At ρ = 1 the formulae have no finite value; the caller bounds the wait by its queue limit.
    public static func waitingFactor(servers: Int, utilisation: Double) -> Double {
        guard utilisation < 1 else { return .infinity }
        return erlangC(servers: servers, utilisation: utilisation) / (Double(servers) * (1 - utilisation))
    }
}
