import CloudMarket
import ClusterModel
import RandomStreams
import Requirements
import SimulationKernel

/// Machines that are being launched, each by events of its own: the provider accepts the launch, then the machine has booted, or has not and is
/// asked for again.
///
/// A procedure for each machine would say the same in fewer lines and take 3 kB a machine, more than everything else that is kept of it.
///
/// Unchecked: confined to the thread of its run.
final class MachineLaunches: @unchecked Sendable {
    /// One machine, asked for.
    struct Order {
        /// Its number in the ledger; another one after each failure.
        var lease: Int
        /// The node that it stands for; nil for a helper.
        let node: Int?
        /// Its type.
        let type: String
        /// What it is for.
        let purpose: String
    }

    private struct Launch {
        var order: Order
        /// Whether it boots: it has been launched and has come neither into service nor to grief.
        var isBooting = false
        /// Whether the boot under way will fail.
        var fails = false
        /// How often it has been launched.
        var attempts = 0
        /// What its boots are drawn from; nil before the first.
        var stream: RandomStream?
        /// The event at which the present wait began.
        var waitsFrom: UInt64 = 0
        /// The end of the present wait.
        var pending: EventHandle?
    }

    private let market: MarketDescription
    private let book: LeaseMarket
    private unowned let run: UpgradeRun
    private var launches: [Launch]
    /// Machines that do not run yet.
    private var unfinished: Int
    private var failure: UpgradeFailure?
    /// Where each machine came into service, if the run is recorded.
    private var finishes: [UInt64] = []
    private let ended: Signal

    private var simulation: Simulation { run.simulation }

    init(_ orders: [Order], market: MarketDescription, book: LeaseMarket, run: UpgradeRun) {
        self.market = market
        self.book = book
        self.run = run
        launches = orders.map { Launch(order: $0) }
        unfinished = orders.count
        ended = Signal(run.simulation)
    }

    /// Waits until all of them run; the first that cannot be launched, as often as the market description says, ends all others.
    func untilAllRun() async throws {
        require(run.machineLaunches == nil, "machines are launched while others still are")
        run.machineLaunches = self
        defer {
            for launch in launches { if let pending = launch.pending { _ = simulation.cancel(pending) } }
            run.machineLaunches = nil
        }
        for index in launches.indices where failure == nil { awaitAcceptance(index) }
        if unfinished > 0, failure == nil { try await ended.wait() }
        if let failure { throw failure }
        for event in finishes { run.history?.join(.together, from: event) }
    }

    /// A wait of one of them is over.
    func handle(_ event: Event) {
        let index = Int(event.entity)
        launches[index].pending = nil
        if launches[index].isBooting {
            note("boot of one `\(launches[index].order.type)` for \(launches[index].order.purpose)", index)
            booted(index)
        } else {
            note("launch of one `\(launches[index].order.type)`, at the market's rate", index)
            boot(index)
        }
    }

    private func note(_ purpose: @autoclosure () -> String, _ index: Int) {
        run.history?.waited(purpose(), from: launches[index].waitsFrom)
    }

    private func wait(_ index: Int, until time: SimulationTime) {
        launches[index].waitsFrom = simulation.currentSequence
        launches[index].pending = simulation.schedule(Event(kind: RunEvent.launch, entity: UInt32(index)), at: time)
    }

    private func awaitAcceptance(_ index: Int) {
        let accepted = book.ledger.leases[launches[index].order.lease].acceptedAt
        if accepted > simulation.now { wait(index, until: accepted) } else { boot(index) }
    }

    private func boot(_ index: Int) {
        let order = launches[index].order
        let entity = order.node.map { "node \($0)" } ?? "\(order.purpose) \(order.lease)"
        var stream = launches[index].stream ?? run.stream(entity, "boot \(run.attempts)")
        launches[index].fails = stream.bernoulli(market.launchFailureProbability)
        let seconds = market.bootTime.sample(&stream)
        launches[index].stream = stream
        launches[index].attempts += 1
        launches[index].isBooting = true
        book.ledger.launch(order.lease, at: simulation.now)
        run.leases.events[order.lease].launched = simulation.currentSequence
        wait(index, until: simulation.now.advanced(by: .seconds(saturating: seconds)))
    }

    private func booted(_ index: Int) {
        let order = launches[index].order
        launches[index].isBooting = false
        if launches[index].fails { return askAgain(index) }
        book.ledger.enterService(order.lease, at: simulation.now)
        run.leases.events[order.lease].ready = simulation.currentSequence
        if let node = order.node { run.cluster.setState(.booting, of: [node]) }
        if run.history != nil { finishes.append(simulation.currentSequence) }
        unfinished -= 1
        if unfinished == 0 { ended.fire() }
    }

    /// The machine did not come up: it is given back, and another takes its place.
    private func askAgain(_ index: Int) {
        let order = launches[index].order
        book.ledger.fail(order.lease, at: simulation.now)
        book.ledger.release(order.lease, at: simulation.now)
        run.leases.events[order.lease].released = simulation.currentSequence
        guard launches[index].attempts < market.launchAttempts,
            case .accepted(let leases) = book.request(order.type, count: 1, at: simulation.now), let next = leases.first
        else {
            failure = .leasesRefused("\(market.launchAttempts) launches of one `\(order.type)` failed")
            return ended.fire()
        }
        run.leases.add(purpose: order.purpose, node: order.node, event: simulation.currentSequence)
        launches[index].order.lease = next
        awaitAcceptance(index)
    }
}
