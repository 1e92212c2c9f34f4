public import ClusterModel
public import SimulationKernel
public import UpgradeStrategies

/// Notes the state of a run at each change: from each entry to the next all rates are constant.
///
/// Unchecked: confined to the thread of its run.
public final class RunLog: RunRecorder, @unchecked Sendable {
    /// What was so from an instant on.
    public struct Entry: Sendable {
        /// Since when.
        public var time: SimulationTime
        /// The flow of each class.
        public var flows: [ClassFlow]
        /// Nodes in service in each tier of the original universe.
        public var inService: [Int]
        /// The universe that users reach.
        public var universe: Universe
    }

    /// All entries, in order of time; of one instant the last only.
    public private(set) var entries: [Entry] = []

    /// Makes an empty log.
    public init() {}

    /// Notes the state.
    public func stateChanged(_ run: UpgradeRun) {
        let cluster = run.cluster
        let inService = run.rehearsal.system.tiers.indices.map { tier in
            cluster.nodes(of: tier).count { cluster.nodes[$0].state == .inService }
        }
        let entry = Entry(time: run.simulation.now, flows: run.service.flows, inService: inService, universe: cluster.activeUniverse)
        if entries.last?.time == entry.time { entries.removeLast() }
        entries.append(entry)
    }

    /// The stretches of time with something that is the same all along, joined where it does not change.
    public func stretches<Value: Equatable>(until end: SimulationTime, _ value: (Entry) -> Value) -> [(seconds: Double, value: Value)] {
        var result: [(seconds: Double, value: Value)] = []
        for (index, entry) in entries.enumerated() {
            let next = index + 1 < entries.count ? entries[index + 1].time : end
            let seconds = (next - entry.time).seconds
            guard seconds > 0 else { continue }
            if let last = result.last, last.value == value(entry) {
                result[result.count - 1].seconds += seconds
            } else {
                result.append((seconds, value(entry)))
            }
        }
        return result
    }
}
