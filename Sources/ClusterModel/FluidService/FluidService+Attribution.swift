/// Who is to blame for what is lost.
extension FluidService {
    /// Splits the loss of each class by cause.
    ///
    /// With the causes at work in order of onset c1, c2, ... cause k owns loss(c1..ck) - loss(c1..ck-1), and what is lost without any cause is
    /// the baseline's. The losses of the prefixes are those of the equations without queues. What is really lost, which queues may delay, is
    /// split in these proportions; if the prefixes lose nothing (a queue is still full) the last cause owns it. Planned loss is what the planned
    /// causes alone would lose beyond the baseline.
    func attributeLosses(baseRate: Double) {
        let count = cluster.causes.entries.count
        for index in flows.indices {
            flows[index].lostToPlan = 0
            flows[index].clearLosses(causes: count)
        }
        guard flows.contains(where: { $0.lost > 0 }) else { return }
        let actual = (load, passed, refused, capacity, backlog, drain, success, lost, arrivals)
        defer { (load, passed, refused, capacity, backlog, drain, success, lost, arrivals) = actual }
        let active = cluster.causes.active
        var previous = [Double](repeating: 0, count: flows.count)
        var shortage = previous
        var prefix: UInt64 = 0
        for position in 0...active.count {
            let owner = position == 0 ? CauseTable.baseline : active[position - 1]
            if position > 0 { prefix |= owner.bit }
            _ = iterate(baseRate: baseRate, causes: prefix, isActual: false)
            for index in flows.indices {
                let loss = max(previous[index], flows[index].offered - success[index])
                flows[index].lostByCause[owner.index] += loss - previous[index]
                previous[index] = loss
            }
            if position == 0 { shortage = previous }
        }
        scaleToActual()
        let planned = cluster.causes.plannedMask
        if planned != 0 {
            _ = iterate(baseRate: baseRate, causes: planned, isActual: false)
            for index in flows.indices where flows[index].lost > 0 {
                flows[index].lostToPlan = min(flows[index].lost, max(0, flows[index].offered - success[index] - shortage[index]))
            }
        }
    }

    private func scaleToActual() {
        for index in flows.indices {
            let sum = flows[index].lostByCause.reduce(0, +)
            if sum > 1e-9 * flows[index].offered {
                let factor = flows[index].lost / sum
                for cause in flows[index].lostByCause.indices { flows[index].lostByCause[cause] *= factor }
            } else {
                for cause in flows[index].lostByCause.indices { flows[index].lostByCause[cause] = 0 }
                flows[index].lostByCause[lastActiveCause().index] = flows[index].lost
            }
        }
    }
}
