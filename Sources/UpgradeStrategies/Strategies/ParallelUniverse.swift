import ClusterModel
import SimulationKernel

/// A second, complete system beside the first; one atomic switchover (Imago's atomicity, isolation and runtime-testing).
///
/// The phases follow T. Dumitraș's research on dependable online upgrades; their order here is ours, as the sources leave it open.
///
/// 1. Bootstrap: machines are leased (or taken from our own), installed, interceptors put in place.
/// 2. Transfer: data is converted opportunistically while the old version serves; writes at the egress are tracked, stale rows converted again.
/// 3. Testing: live requests are replayed to the new universe, which also fills its caches; tracking goes on.
/// 4. Quiescence: writes stop, the last stale rows are converted, last checks.
/// 5. Switchover: users are sent to the new universe while writes stay closed, so that a switch that goes wrong can be undone. The point of no
///    return is when writes open. Anything wrong with the new universe before it costs money and time, not users.
/// 6. `return`: own nodes are installed anew, data comes home, caches fill, users are switched back, leases end. `stay`: leases run to the horizon.
public struct ParallelUniverse: Strategy {
    /// Makes the strategy.
    public init() {}
    /// `parallel-universe`.
    public var name: String { "parallel-universe" }

    /// Does the upgrade.
    public func perform(_ operations: Operations) async throws {
        let options = operations.rehearsal.options
        let switchover = operations.planned("switchover")
        try await operations.waitForWindow()
        try await operations.step("bootstrap the parallel universe") { try await operations.bootstrapUniverse() }
        try await operations.waitForWindow()
        try await operations.step("transfer and convert", attended: false) { try await operations.transferToUniverse() }
        try await operations.step("test with live requests", attended: false) { try await operations.testUniverse() }
        try await operations.waitForSwitchHour()
        try await operations.waitForWindow()
        try await operations.step("convert what has changed", attended: false) { try await operations.freshen() }
        try await operations.step("quiescence and switchover") {
            operations.closeAllWrites(cause: switchover)
            try await operations.hold(for: operations.rehearsal.procedure.inFlight, as: "end requests in flight")
            try await operations.convertTheRest()
            try await operations.hold(for: options.finalLag + options.finalChecks, as: "last replica lag and last checks")
            try await operations.sendUsers {
                operations.switchTraffic(to: .parallel)
                operations.fillCaches(in: .parallel)
            } back: {
                operations.switchTraffic(to: .original)
            }
            operations.passPointOfNoReturn()
            operations.openAllWrites(cause: switchover)
        }
        let switched = (time: operations.now, event: operations.currentEvent)
        try await operations.rollSharedTiers()
        if options.afterSwitchover == .return { try await comeHome(operations, switched: switched) }
    }

    private func comeHome(_ operations: Operations, switched: (time: SimulationTime, event: UInt64)) async throws {
        let options = operations.rehearsal.options
        let home = operations.planned("return home")
        try await operations.waitForWindow()
        try await operations.step("install own nodes anew and bring the data home", attended: false) {
            try await operations.bringDataHome(cause: home)
        }
        try await operations.testHome(after: switched)
        var isHome = false
        while !isHome {
            try await operations.waitForSwitchHour()
            try await operations.waitForWindow()
            try await operations.followHome(entirely: false)
            try await operations.step("switch back") {
                operations.closeAllWrites(cause: home)
                try await operations.followHome(entirely: true)
                isHome = try await operations.switchHome(for: options.returnSwitch)
                operations.openAllWrites(cause: home)
            }
        }
        try await operations.hold(for: options.releaseAfter, as: "keep the leases after the return")
        operations.releaseUniverse()
    }

    /// The new universe is given up; users never saw it.
    public func rollBack(_ operations: Operations) async throws { try await operations.abandonUniverse() }
}
