/// What a selection knows about two candidates whose first stages have ended.
struct CandidatePair: Sendable, Hashable {
    /// The objective by which they are compared.
    var level = 0
    /// Where the difference of their sums does not tell yet which is better; nil if no value of the first stage differed.
    var region: TriangularRegion?
}
