public import ClusterModel
public import SimulationKernel

/// Small systems for tests, each as plain as the question allows.
public enum Systems {
    /// A machine with disks and a port too fast to matter unless they are named.
    public static func machine(
        cores: Int = 1, speed: Double = 1, diskRead: Double = 1e12, diskWrite: Double = 1e12, port: Double = 1e12
    ) -> HardwareDescription {
        HardwareDescription(
            cores: cores, coreSpeed: speed, diskReadBytesPerSecond: diskRead, diskWriteBytesPerSecond: diskWrite, portBytesPerSecond: port)
    }

    /// One site whose links never limit.
    public static var wideSite: SiteDescription {
        SiteDescription(name: "here", backboneBytesPerSecond: 1e15, rackSize: 1000, uplink: .bytesPerSecond(1e15))
    }

    /// Times of a software upgrade in whole seconds.
    public static func software(
        drain: Int = 60, install: Int = 120, restart: Int = 30, warmUp: Int = 90, verify: Int = 0, batch: Int = 1, variation: Double = 0
    ) -> SoftwareTimes {
        SoftwareTimes(
            drain: .seconds(drain), install: .seconds(install), restart: .seconds(restart), warmUp: .seconds(warmUp),
            verify: .seconds(verify), batch: batch, variation: variation)
    }

    /// One tier of like nodes without memory, one class of requests that takes `demand` core-seconds, a constant load.
    ///
    /// - Parameter utilisation: Load over the capacity of all nodes; may exceed 1.
    public static func oneTier(
        nodes: Int, cores: Int = 1, speed: Double = 1, demand: Double = 0.1, utilisation: Double,
        software: SoftwareTimes = Systems.software(), queueLimit: SimulationDuration = .zero,
        discipline: QueueingDiscipline = .processorSharing
    ) -> SystemDescription {
        let machine = machine(cores: cores, speed: speed)
        let tier = TierDescription(
            name: "server", nodes: nodes, hardware: machine, software: software, queueLimit: queueLimit, discipline: discipline)
        let request = RequestClass(
            name: "request", ratio: 1, objective: .seconds(3600), path: [PathStep(tier: 0, demandCoreSeconds: demand)])
        return SystemDescription(
            sites: [wideSite], tiers: [tier], classes: [request],
            load: .constant(utilisation * Double(nodes) * machine.capacity / demand))
    }

    /// Machines for transfers only: one tier a site, without requests.
    public static func fleet(_ sites: [SiteDescription], nodes: [Int], machine: HardwareDescription, wide: [WideAreaLink] = [])
        -> SystemDescription
    {
        let tiers = nodes.indices.map {
            TierDescription(name: "tier \($0)", site: $0, nodes: nodes[$0], hardware: machine, software: software())
        }
        return SystemDescription(sites: sites, wideAreaLinks: wide, tiers: tiers, classes: [], load: .constant(0))
    }
}
