/// What a selection knows about two candidates.
struct CandidatePair: Sendable, Hashable {
    /// The sum of the differences of their values, the first one's less the second one's.
    var sum = 0.0
    /// Where the sum does not tell yet which is better. Nil before the first stage has ended, and for two that did not differ in it.
    var region: TriangularRegion?

    /// Whether only equal sums can still keep both of them.
    func isClosed(after count: Int) -> Bool { region.map { $0.halfWidth(after: count) == 0 } ?? true }
}
