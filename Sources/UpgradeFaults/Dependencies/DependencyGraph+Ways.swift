extension DependencyGraph {
    /// Components one after the other, each needing the next, from one to another; nil if the first does not need the last at all.
    ///
    /// - Complexity: O(components + edges).
    public func way(from first: Int, to last: Int) -> [Int]? {
        var needed = [[Int]](repeating: [], count: components.count)
        for edge in dependencies { needed[edge.dependent].append(edge.dependency) }
        var before = [Int?](repeating: nil, count: components.count)
        before[first] = first
        var (waiting, next) = ([first], 0)
        while next < waiting.count, before[last] == nil {
            let component = waiting[next]
            next += 1
            for other in needed[component] where before[other] == nil {
                before[other] = component
                waiting.append(other)
            }
        }
        guard before[last] != nil else { return nil }
        var way = [last]
        while let component = way.last, component != first, let previous = before[component] { way.append(previous) }
        return way.reversed()
    }
}
