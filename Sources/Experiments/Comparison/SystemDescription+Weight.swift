import ClusterModel

/// Which classes of requests count when strategies are ranked.
extension SystemDescription {
    /// The classes that users ask for, by position: one of rate zero has nothing to lose, and would only dilute the mean. All, if nobody asks
    /// for anything.
    var weightyClasses: [Int] {
        let asked = classes.indices.filter { classes[$0].ratio > 0 }
        return asked.isEmpty ? Array(classes.indices) : asked
    }
}
