import Requirements

/// The points that no other point beats in both cost and downtime.
///
/// A point is dominated by another that is not worse in either and better in at least one. Equal points do not dominate each other: either all of
/// them are on the front or none.
public enum ParetoFront {
    /// What an alternative costs and how long the system is down for it, in any units; less is better in both.
    public struct Point: Sendable, Hashable {
        /// The cost.
        public var cost: Double
        /// The downtime.
        public var downtime: Double

        /// Makes a point.
        public init(cost: Double, downtime: Double) {
            self.cost = cost
            self.downtime = downtime
        }
    }

    /// The indices of the points that are not dominated, by rising cost, equal points in their order.
    ///
    /// In order of cost, a point is on the front if its downtime is under that of all before it, or if it is equal to the last one on the front.
    ///
    /// - Complexity: O(n log n).
    public static func indices(of points: [Point]) -> [Int] {
        require(points.allSatisfy { !$0.cost.isNaN && !$0.downtime.isNaN }, "a front needs points that are numbers")
        let order = points.indices.sorted {
            (points[$0].cost, points[$0].downtime, $0) < (points[$1].cost, points[$1].downtime, $1)
        }
        var front: [Int] = []
        for index in order {
            guard let last = front.last else {
                front.append(index)
                continue
            }
            if points[index].downtime < points[last].downtime || points[index] == points[last] { front.append(index) }
        }
        return front
    }
}
