import RandomStreams
import SimulationKernel

/// Customers arrive at random, wait in one line and are served by one of several equal servers: M/M/c as a model of events.
///
/// Mean service takes one second. The first half batch is warm-up; after it, the number in the system is averaged over equal times and the
/// time in the system over equal numbers of customers, batch by batch.
final class QueueModel: EventHandler {
    static let arrival: UInt16 = 16
    static let departure: UInt16 = 17

    let servers: Int
    let meanGap: Double
    private var arrivals: RandomStream
    private var services: RandomStream
    private var waiting: [Int64] = []
    private var firstWaiting = 0
    private var busy = 0
    private var lastChange = SimulationTime.zero

    /// Customers in the system, summed over nanoseconds since the start.
    private(set) var customerTime: Int64 = 0
    /// Nanoseconds in the system, summed over the customers that have left.
    private(set) var timeOfLeavers: Int64 = 0
    private(set) var numbers: BatchMeans
    private(set) var times: BatchMeans

    init(servers: Int, utilisation: Double, batchSeconds: Double, seed: UInt64) {
        self.servers = servers
        meanGap = 1 / (utilisation * Double(servers))
        arrivals = RandomStream(rootSeed: seed, replication: 0, entity: 0, purpose: "arrivals")
        services = RandomStream(rootSeed: seed, replication: 0, entity: 0, purpose: "services")
        numbers = BatchMeans(warmUp: batchSeconds / 2, batchWeight: batchSeconds)
        let customers = batchSeconds / meanGap
        times = BatchMeans(warmUp: customers / 2, batchWeight: customers)
    }

    var inSystem: Int { busy + waiting.count - firstWaiting }

    /// Arrival times of those who wait.
    var waitingSince: ArraySlice<Int64> { waiting[firstWaiting...] }

    func begin(in simulation: Simulation) { scheduleArrival(in: simulation) }

    func handle(_ event: Event, in simulation: Simulation) {
        advance(to: simulation.now)
        if event.kind == Self.arrival {
            scheduleArrival(in: simulation)
            if busy < servers { serve(simulation.now.nanoseconds, in: simulation) } else { waiting.append(simulation.now.nanoseconds) }
        } else {
            busy -= 1
            let stay = simulation.now.nanoseconds - event.a
            timeOfLeavers += stay
            times.add(Double(stay) / 1e9, weight: 1)
            if firstWaiting < waiting.count {
                firstWaiting += 1
                serve(waiting[firstWaiting - 1], in: simulation)
                if firstWaiting == 4096 {
                    waiting.removeFirst(firstWaiting)
                    firstWaiting = 0
                }
            }
        }
        if numbers.isComplete, times.isComplete { simulation.stop() }
    }

    private func advance(to now: SimulationTime) {
        let length = now - lastChange
        customerTime += length.nanoseconds * Int64(inSystem)
        numbers.add(Double(inSystem), weight: length.seconds)
        lastChange = now
    }

    private func scheduleArrival(in simulation: Simulation) {
        let gap = SimulationDuration.seconds(roundingUp: arrivals.exponential(mean: meanGap))
        simulation.schedule(Event(kind: Self.arrival, entity: 0), after: gap)
    }

    private func serve(_ arrival: Int64, in simulation: Simulation) {
        busy += 1
        let length = SimulationDuration.seconds(roundingUp: services.exponential(mean: 1))
        simulation.schedule(Event(kind: Self.departure, entity: 0, a: arrival), after: length)
    }
}

/// The mean of a process by batch means: thirty consecutive batches, taken as independent.
struct BatchMeans {
    private static let batches = 30
    /// The 0.9995 quantile of Student's t with 29 degrees of freedom.
    private static let quantile = 3.6594

    private let warmUp: Double
    private let batchWeight: Double
    private var skipped = 0.0
    private var sum = 0.0
    private var weight = 0.0
    private var means: [Double] = []

    init(warmUp: Double, batchWeight: Double) {
        self.warmUp = warmUp
        self.batchWeight = batchWeight
    }

    var isComplete: Bool { means.count == Self.batches }

    mutating func add(_ value: Double, weight addition: Double) {
        guard skipped >= warmUp else {
            skipped += addition
            return
        }
        guard !isComplete else { return }
        sum += value * addition
        weight += addition
        guard weight >= batchWeight else { return }
        means.append(sum / weight)
        (sum, weight) = (0, 0)
    }

    var mean: Double { means.reduce(0, +) / Double(means.count) }

    /// Half the width of the interval that misses the true mean once in a thousand times.
    var halfWidth: Double {
        let squares = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return Self.quantile * (squares / Double((means.count - 1) * means.count)).squareRoot()
    }
}

/// Mean number and time in M/M/c with mean service of one second.
struct QueueTheory {
    let meanNumber: Double
    let meanTime: Double

    init(servers: Int, utilisation: Double) {
        let load = utilisation * Double(servers)
        // Erlang B by its recursion, then Erlang C: the probability to wait.
        var blocking = 1.0
        for server in 1...servers { blocking = load * blocking / (Double(server) + load * blocking) }
        let waiting = blocking / (1 - utilisation * (1 - blocking))
        meanNumber = load + waiting * utilisation / (1 - utilisation)
        meanTime = meanNumber / load
    }
}
