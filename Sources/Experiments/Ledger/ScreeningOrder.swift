public import Scenarios

/// Which assumptions are screened first when there are more than the budget allows.
///
/// In turn, from each of these parts of the scenario in this order: what is converted and how fast (three at a turn, for it decides most
/// often), what users ask for, the links, the procedure, the second system, software times of the tiers, the market, faults, hardware of the
/// tiers, all else (one at a turn each). Within a part the scenario's order holds, single numbers before members of lists. So no part with
/// many numbers crowds out the others.
public enum ScreeningOrder {
    /// The assumptions of a scenario that bear on results, in this order. What only says how results are judged does not count.
    ///
    /// - Parameter faultsHappen: Whether faults of the procedure and the version are drawn or injected; otherwise what describes them does not
    ///   bear on anything.
    public static func assumptions(_ parameters: [NumericParameter], faultsHappen: Bool = true) -> [NumericParameter] {
        let candidates = parameters.filter { parameter in
            guard parameter.isAssumption, !isJudgement(parameter.path) else { return false }
            return faultsHappen || !parameter.path.hasPrefix("upgrade-faults.")
        }
        var queues = [[NumericParameter]](repeating: [], count: parts + 1)
        for isListed in [false, true] {
            for parameter in candidates where parameter.path.contains("[") == isListed {
                queues[part(of: parameter.path)].append(parameter)
            }
        }
        var ordered: [NumericParameter] = []
        var taken = [Int](repeating: 0, count: queues.count)
        while ordered.count < candidates.count {
            for part in queues.indices {
                let next = queues[part].dropFirst(taken[part]).prefix(part == 0 ? 3 : 1)
                ordered += next
                taken[part] += next.count
            }
        }
        return ordered
    }

    private static let parts = 9

    private static func isJudgement(_ path: String) -> Bool {
        ["objectives", "replications", "seed", "horizon", "outage-yield"].contains { path == $0 || path.hasPrefix($0 + ".") }
    }

    static func part(of path: String) -> Int {
        let section = path.prefix { $0 != "." && $0 != "[" }
        switch section {
        case "data": return 0
        case "workload": return 1
        case "links": return 2
        case "procedure", "rolling", "big-flip", "throttle": return 3
        case "parallel-universe": return 4
        case "tiers": return path.contains(".software.") ? 5 : 8
        case "market": return 6
        case "hardware-faults": return 7
        default: return 9
        }
    }
}
