import BenchmarkSupport
import ResourceSharing
import SimulationKernel

/// Bandwidth sharing: sources that send chunk after chunk over shared links, an operation being a chunk.
enum TransferBenchmark {
    /// A platform and what is sent over it.
    struct Case {
        var sources: Int
        var bytes: Double
        /// Uplinks that the sources share in turn, and what each carries a second.
        var racks = 0
        var uplink = 0.0
        var backbone = BulkTransfer.backbone
        var draws = BulkTransfer.Draws.asRival
        /// Whether each chunk is an activity of its own that comes and goes, as for somebody who does not know that the next one follows.
        var isChunkByChunk = false

        /// 350 sources that send 3 TB.
        static var table: Case { Case(sources: 350, bytes: 3e12) }

        /// So many sources that send 10 GB each over one backbone.
        static func shared(_ sources: Int) -> Case { Case(sources: sources, bytes: Double(sources) * 1e10, draws: .hashed) }
    }

    private final class Model: EventHandler {
        private enum Kind {
            static let completion: UInt16 = 16
            static let start: UInt16 = 17
            static let solve: UInt16 = 18
        }

        let simulation = Simulation()
        private let clock: ActivityClock
        private var transfer: BulkTransfer
        private let isChunkByChunk: Bool
        private var uses: [[ResourceUse]] = []
        private var sourceOfSlot: ContiguousArray<Int32> = []
        private var solveIsPending = false
        private(set) var chunks = 0
        private(set) var makespan = SimulationTime.zero

        init(_ work: Case) {
            clock = ActivityClock(simulation: simulation, completionKind: Kind.completion)
            transfer = BulkTransfer(sources: work.sources, bytes: work.bytes, draws: work.draws)
            isChunkByChunk = work.isChunkByChunk
            let sharing = clock.sharing
            let backbone = sharing.addResource(capacity: work.backbone)
            let uplinks = (0..<work.racks).map { _ in sharing.addResource(capacity: work.uplink) }
            for source in 0..<work.sources {
                var route = [sharing.addResource(capacity: BulkTransfer.port)]
                if work.racks > 0 { route.append(uplinks[source % work.racks]) }
                route += [backbone, sharing.addResource(capacity: BulkTransfer.port)]
                uses.append(route.map { ResourceUse($0) })
                simulation.schedule(
                    Event(kind: Kind.start, entity: UInt32(source), a: 0, b: 0), at: .zero + .seconds(roundingUp: transfer.starts[source]))
            }
        }

        func handle(_ event: Event, in simulation: Simulation) {
            switch event.kind {
            case Kind.completion: complete(clock.completed(event))
            case Kind.start: start(Int(event.entity))
            default:
                solveIsPending = false
                clock.solve()
            }
        }

        private func start(_ source: Int) {
            guard let bytes = transfer.nextChunk(of: source) else { return }
            let activity = clock.start(uses: uses[source], work: bytes)
            while sourceOfSlot.count <= Int(activity.index) { sourceOfSlot.append(-1) }
            sourceOfSlot[Int(activity.index)] = Int32(source)
            requestSolve()
        }

        private func complete(_ activity: ActivityID) {
            chunks += 1
            makespan = simulation.now
            let source = Int(sourceOfSlot[Int(activity.index)])
            if isChunkByChunk {
                clock.end(activity)
                start(source)
                requestSolve()
            } else if let bytes = transfer.nextChunk(of: source) {
                clock.proceed(activity, work: bytes)
            } else {
                clock.end(activity)
                requestSolve()
            }
        }

        private func requestSolve() {
            guard !solveIsPending else { return }
            solveIsPending = true
            simulation.schedule(Event(kind: Kind.solve, entity: 0, a: 0, b: 0), at: simulation.now, priority: .last)
        }
    }

    /// Sends everything; the answer is the makespan in nanoseconds.
    static func run(_ work: Case) throws -> Sample {
        let model = Model(work)
        let seconds = Clock.thread.measure { _ = model.simulation.run(model) }
        // The backbone cannot carry more, and is idle but for the first second and the last chunks.
        let makespan = model.makespan.seconds
        let least = work.bytes / min(work.backbone, work.racks > 0 ? Double(work.racks) * work.uplink : .infinity)
        try WrongAnswer.unless(
            makespan >= least * (1 - 1e-6) && makespan <= least + 2,
            "everything is sent after \(makespan) s, which must be about \(least) s")
        return Sample(
            seconds: seconds, operations: model.chunks, answer: Double(model.makespan.nanoseconds),
            answerText: "makespan \(Figures.decimals(makespan, 6)) s")
    }

    /// So many chunks, a few more or less, for counting instructions.
    static func run(sources: Int, chunks: Int) throws -> Sample {
        try run(Case(sources: sources, bytes: Double(chunks) * BulkTransfer.chunk, draws: .hashed))
    }

    /// The table's case with and without racks, one backbone shared by more and more, and chunks that come and go.
    static var groups: [BenchmarkGroup] {
        func benchmark(_ parameters: [String: String], _ work: Case, isLong: Bool = false) -> Benchmark {
            Benchmark(name: "transfer", parameters: parameters, mostRepetitions: isLong ? 3 : .max, isLong: isLong) { try run(work) }
        }
        func racks(_ uplink: Double, _ name: String) -> Benchmark {
            var work = Case.table
            (work.racks, work.uplink) = (10, uplink)
            return benchmark(["sources": "350", "uplinks": name], work)
        }
        var comeAndGo = Case.table
        comeAndGo.isChunkByChunk = true
        return [
            BenchmarkGroup(benchmarks: [
                benchmark(["sources": "350"], .table), racks(2.5e9, "10 x 2.5 GB/s"), racks(1.3e9, "10 x 1.3 GB/s"),
                racks(1e9, "10 x 1 GB/s"), benchmark(["sources": "350", "chunks": "come and go"], comeAndGo),
            ]),
            BenchmarkGroup(
                benchmarks: [50, 350, 3_500, 35_000].map { sources in
                    benchmark(["sources": String(sources), "bytes": "10 GB each"], .shared(sources), isLong: sources > 3_500)
                }),
        ]
    }
}
