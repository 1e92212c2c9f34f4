import ResourceSharing
import SimulationKernel

/// For how long an activity was held back by what.
struct LimitTimes {
    private var times: [(limit: Bottleneck, nanoseconds: Int64)] = []
    private var present: (limit: Bottleneck, since: SimulationTime)?

    /// From now on it is held back by something else.
    mutating func change(to limit: Bottleneck?, at now: SimulationTime) {
        if let present {
            let time = (now - present.since).nanoseconds
            if let known = times.firstIndex(where: { $0.limit == present.limit }) {
                times[known].nanoseconds += time
            } else {
                times.append((present.limit, time))
            }
        }
        present = limit.map { ($0, now) }
    }

    /// What held it back longest; the first of several.
    var longest: Bottleneck? {
        var best: (limit: Bottleneck, nanoseconds: Int64)?
        for entry in times where entry.nanoseconds > best?.nanoseconds ?? -1 { best = entry }
        return best?.limit
    }
}
