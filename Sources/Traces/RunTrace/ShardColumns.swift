import ClusterModel
import SimulationKernel
import UpgradeStrategies

/// `/series/shards`: writes to each shard and how far its replicas are behind.
struct ShardColumns {
    private let table: TraceTable
    private let shards: [(tier: Int, shard: Int)]
    private let time: TraceColumn<Double>
    private let isOpen: TraceColumn<Double>
    private let written: TraceColumn<Double>
    private let lag: TraceColumn<Double>

    /// Makes the columns; nil for a system without shards.
    init?(_ writer: borrowing TraceWriter, _ system: SystemDescription) throws(TraceError) {
        shards = system.tiers.indices.flatMap { tier in system.tiers[tier].shards.indices.map { (tier, $0) } }
        guard !shards.isEmpty else { return nil }
        let names = shards.map { "\(system.tiers[$0.tier].name) \(system.tiers[$0.tier].shards[$0.shard].name)" }
        table = try writer.series(
            "shards", entities: .lookup("shard", names, longName: "shard", description: "tier and shard as in the scenario"),
            columns: [
                ColumnSpecification(
                    "takes_writes", .double, units: "1", longName: "takes writes", description: "0 while the shard is read-only"),
                ColumnSpecification(
                    "written_rate", .double, units: "s-1", longName: "rows written", description: "per second, from this instant on"),
                ColumnSpecification(
                    "replica_lag", .double, units: "s", longName: "replica lag", description: "of the replica that is furthest behind"),
            ])
        time = table.column("time", as: Double.self)
        isOpen = table.column("takes_writes", as: Double.self)
        written = table.column("written_rate", as: Double.self)
        lag = table.column("replica_lag", as: Double.self)
    }

    func append(_ now: SimulationTime, _ run: UpgradeRun) {
        time.append(now.seconds)
        for (tier, shard) in shards {
            isOpen.append(run.cluster.isClosed(tier: tier, shard: shard) ? 0 : 1)
            written.append(run.service.writeRate(tier: tier, shard: shard))
            lag.append(run.service.replicaLag(tier: tier, shard: shard))
        }
        table.endRow()
    }
}
