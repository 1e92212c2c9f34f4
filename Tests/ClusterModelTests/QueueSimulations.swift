import ClusterModel
import RandomStreams
import SimulationKernel

/// Events of the simulations in this file.
private enum QueueEvent {
    static let arrival: UInt16 = 16
    static let departure: UInt16 = 17
}

/// How the demand of a request is drawn, with a mean given.
enum DemandLaw: String, Sendable, CaseIterable {
    case deterministic
    case exponential
    /// Mixture of two exponentials with balanced means and a squared coefficient of variation c² of 2.
    case hyperexponential

    func draw(mean: Double, _ stream: inout RandomStream) -> Double {
        switch self {
        case .deterministic: return mean
        case .exponential: return stream.exponential(mean: mean)
        case .hyperexponential:
            // p = (1 + sqrt((c² - 1) / (c² + 1))) / 2; each branch brings half of the mean.
            let p = 0.5 * (1 + (1.0 / 3).squareRoot())
            return stream.exponential(mean: mean / (2 * (stream.bernoulli(p) ? p : 1 - p)))
        }
    }
}

/// M/M/c with first come, first served, and with room for a number of requests that wait: the slow twin of a station, request by request.
///
/// Unchecked: confined to the thread of its test.
final class MultiServerQueue: EventHandler, @unchecked Sendable {
    private let simulation: Simulation
    private let load: LoadProfile
    private let servers: Int
    private let meanService: Double
    private let room: Int
    private var arrivals: RandomStream
    private var services: RandomStream
    private var busy = 0
    private var line: [Int64] = []
    private var head = 0
    /// Response time of each request that was served, seconds, in order of departure.
    private(set) var responses: [Double] = []
    private(set) var offered = 0
    private(set) var refused = 0
    /// When requests first had to wait after `watchFrom`, and when nobody waited any more after `watchTo`, seconds.
    private(set) var emptiedAt: Double?
    var watchTo = Double.infinity

    /// - Parameter room: Requests that may wait.
    init(load: LoadProfile, servers: Int, meanService: Double, room: Int = .max, seconds: Double, seed: UInt64) {
        simulation = Simulation(limits: Limits(maximumTime: .zero + .seconds(roundingUp: seconds)))
        (self.load, self.servers, self.meanService, self.room) = (load, servers, meanService, room)
        arrivals = RandomStream(rootSeed: seed, replication: 0, entity: "queue", purpose: "arrivals")
        services = RandomStream(rootSeed: seed, replication: 0, entity: "queue", purpose: "services")
    }

    func run() {
        scheduleArrival()
        _ = simulation.run(self)
    }

    func handle(_ event: Event, in simulation: Simulation) {
        switch event.kind {
        case QueueEvent.arrival:
            scheduleArrival()
            // Thinning: of the arrivals at the peak rate as many count as the present rate asks for.
            guard arrivals.uniform() * load.peak < load.rate(at: simulation.now) else { return }
            offered += 1
            if busy < servers {
                busy += 1
                serve(arrivedAt: simulation.now.nanoseconds)
            } else if line.count - head < room {
                line.append(simulation.now.nanoseconds)
            } else {
                refused += 1
            }
        default:
            responses.append(Double(simulation.now.nanoseconds - event.a) / 1e9)
            if head < line.count {
                serve(arrivedAt: line[head])
                head += 1
                if head == line.count, simulation.now.seconds > watchTo, emptiedAt == nil { emptiedAt = simulation.now.seconds }
                if head > 4096, head * 2 > line.count {
                    line.removeSubrange(0..<head)
                    head = 0
                }
            } else {
                busy -= 1
            }
        }
    }

    private func scheduleArrival() {
        let gap = arrivals.exponential(mean: 1 / load.peak)
        simulation.schedule(Event(kind: QueueEvent.arrival, entity: 0), after: .seconds(roundingUp: gap))
    }

    private func serve(arrivedAt time: Int64) {
        let service = services.exponential(mean: meanService)
        simulation.schedule(Event(kind: QueueEvent.departure, entity: 0, a: time), after: .seconds(roundingUp: service))
    }
}

/// M/G/c with processor sharing: n requests each get min(1, c/n) of a core.
///
/// Every request ends when the service that each of those present has got, the same for all, reaches its value at the arrival plus the demand.
///
/// Unchecked: confined to the thread of its test.
final class SharedProcessor: EventHandler, @unchecked Sendable {
    private struct Request {
        let arrivedAt: Int64
        let endsAt: Double
    }

    private let simulation = Simulation()
    private let rate: Double
    private let cores: Double
    private let meanDemand: Double
    private let law: DemandLaw
    private let count: Int
    private var arrivals: RandomStream
    private var demands: RandomStream
    private var present: [Request] = []
    private var attained = 0.0
    private var updatedAt = SimulationTime.zero
    private var departure: EventHandle?
    /// Response time of each request, seconds, in order of departure.
    private(set) var responses: [Double] = []

    init(rate: Double, cores: Int, meanDemand: Double, law: DemandLaw, requests: Int, seed: UInt64) {
        (self.rate, self.cores, self.meanDemand, self.law, count) = (rate, Double(cores), meanDemand, law, requests)
        arrivals = RandomStream(rootSeed: seed, replication: 0, entity: "processor", purpose: "arrivals")
        demands = RandomStream(rootSeed: seed, replication: 0, entity: "processor", purpose: "demands")
    }

    func run() {
        scheduleArrival()
        _ = simulation.run(self)
    }

    func handle(_ event: Event, in simulation: Simulation) {
        attained += (simulation.now - updatedAt).seconds * speed
        updatedAt = simulation.now
        if event.kind == QueueEvent.arrival {
            scheduleArrival()
            present.append(Request(arrivedAt: simulation.now.nanoseconds, endsAt: attained + law.draw(mean: meanDemand, &demands)))
        } else {
            departure = nil
            let done = present.remove(at: next)
            responses.append(Double(simulation.now.nanoseconds - done.arrivedAt) / 1e9)
            if responses.count == count { simulation.stop() }
        }
        scheduleDeparture()
    }

    private var speed: Double { min(1, cores / Double(max(1, present.count))) }

    private var next: Int { present.indices.min { present[$0].endsAt < present[$1].endsAt } ?? 0 }

    private func scheduleArrival() {
        simulation.schedule(
            Event(kind: QueueEvent.arrival, entity: 0), after: .seconds(roundingUp: arrivals.exponential(mean: 1 / rate)))
    }

    private func scheduleDeparture() {
        guard !present.isEmpty else { return }
        let time = simulation.now + .seconds(roundingUp: max(0, present[next].endsAt - attained) / speed)
        if let departure {
            self.departure = simulation.reschedule(departure, at: time)
        } else {
            departure = simulation.schedule(Event(kind: QueueEvent.departure, entity: 0), at: time)
        }
    }
}

/// A 99 % interval for a steady-state mean from twenty batches, the first tenth of the values left out.
struct BatchMeans {
    let mean: Double
    let halfWidth: Double

    init(_ values: [Double]) {
        let batches = 20
        let kept = values.dropFirst(values.count / 10)
        let size = kept.count / batches
        precondition(size > 0, "\(values.count) values are too few for batches")
        let means = (0..<batches).map { batch in
            let start = kept.startIndex + batch * size
            return kept[start..<(start + size)].reduce(0, +) / Double(size)
        }
        let mean = means.reduce(0, +) / Double(batches)
        let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(batches - 1)
        // Student's t with 19 degrees of freedom, 0.995.
        (self.mean, halfWidth) = (mean, 2.861 * (variance / Double(batches)).squareRoot())
    }
}
