/// Tiers for which nothing changes.
///
/// Most changes are of one tier: a web server crashes, a cache warms up. A sharded tier whose servers are as they were at the last solution, which
/// could do everything then and which the same requests reach, has the same solution again; in a system of hundreds of shards this is nearly all
/// there is to solve. Such a tier is *at rest*: its stations keep their values. The solution is the same to the last bit as if it were not.
extension FluidService {
    /// Finds the tiers that are at rest, as far as can be seen before the equations are solved.
    ///
    /// - Returns: Where nothing has changed in the other universe either.
    func findTiersAtRest(baseRate: Double) -> [Bool] {
        let (active, other) = (Int(cluster.activeUniverse.rawValue), 1 - Int(cluster.activeUniverse.rawValue))
        let isPlain = interference == 0 && cluster.formatSeparation == nil && !solvesAnew
        let isSameTask = isPlain && solved.map { $0 == (baseRate, cluster.activeUniverse) } ?? false
        solved = isPlain ? (baseRate, cluster.activeUniverse) : nil
        for tier in system.tiers.indices { isAtRest[tier] = isSameTask && mayRest[tier] && !cluster.touched[active][tier] }
        liveStations = system.tiers.indices.filter { !isAtRest[$0] }.map(stationRange)
        return system.tiers.indices.map { !cluster.touched[other][$0] }
    }

    /// How many tiers the last solution found at rest.
    public var tiersAtRest: Int { isAtRest.count(where: \.self) }

    /// No tier is at rest.
    func wakeTiers() {
        for tier in isAtRest.indices { isAtRest[tier] = false }
        liveStations = [activeStations]
    }

    /// Notes which tiers may be at rest next time: sharded ones that do everything they are asked to and have nobody waiting.
    func noteRest() {
        for tier in system.tiers.indices where !isAtRest[tier] {
            mayRest[tier] =
                system.tiers[tier].isSharded && !isImpaired[Int(cluster.activeUniverse.rawValue)][tier]
                && stationRange(tier).allSatisfy { station in
                    stations[station].closedBy == 0 && backlog[station] == 0
                        && (load[station] == 0 || (passed[station] == 1 && refused[station] == 0))
                }
        }
        for step in steps where mayRest[step.step.tier] && !isAtRest[step.step.tier] {
            for slot in step.slot..<(step.slot + step.width) where waiting[slot] != 0 || waitingRate[slot] != 0 || heldRate[slot] != 0 {
                mayRest[step.step.tier] = false
                break
            }
        }
    }

    /// The stations of a tier in the active universe.
    private func stationRange(_ tier: Int) -> Range<Int> {
        let base = stationBase[Int(cluster.activeUniverse.rawValue)][tier]
        return base..<(base + max(1, system.tiers[tier].shards.count * StationRole.perShard))
    }
}
