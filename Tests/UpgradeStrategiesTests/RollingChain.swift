import RandomStreams

/// A rolling upgrade of nodes that crash as a Markov chain, when all times are exponential.
///
/// One tier of n like nodes without data, batches of one. Each node that is up crashes at a rate λ, in service or not, each broken one is
/// repaired at a rate γ, and an installation ends at a rate μ. A node that is broken at the end of its installation is done again when it is back
/// and all others have had their turn. The upgrade is finished when all nodes are new and no more than `allowed` are broken.
///
/// The distribution at a time t is found by uniformisation: with Λ no smaller than any state's total rate the chain makes a Poisson number of
/// jumps of the matrix I + Q/Λ (Jensen 1953, doi:10.1080/03461238.1953.10419459).
struct RollingChain {
    /// Where the upgrade is; nodes are alike, so that numbers of them suffice.
    struct State: Hashable {
        /// Nodes whose turn is to come, that were broken at the end of theirs, and that are done: up and broken.
        var (pendingUp, pendingDown, leftUp, leftDown, doneUp, doneDown) = (0, 0, 0, 0, 0, 0)
        /// Whether a node is being installed, and whether it is up.
        var (isInstalling, isUp) = (false, false)
        var isFinished = false
        var isShort = false
        var inService: Int { pendingUp + doneUp }
    }

    let crash: Double
    let repair: Double
    let installation: Double
    let allowed: Int
    /// Fewer nodes in service are too few, if that is asked.
    let required: Int
    private(set) var states: [State] = []
    private var numbers: [State: Int] = [:]
    private var jumps: [[(to: Int, rate: Double)]] = []
    private let fastest: Double
    /// Probability to be finished, and to have had too few nodes before, after each number of jumps.
    private(set) var finished: [Double] = []
    private(set) var short: [Double] = []

    init(nodes: Int, crash: Double, repair: Double, installation: Double, allowed: Int, required: Int = 0, jumps count: Int) {
        (self.crash, self.repair, self.installation) = (crash, repair, installation)
        (self.allowed, self.required) = (allowed, required)
        fastest = Double(nodes) * max(crash, repair) + installation
        var start = State()
        start.pendingUp = nodes
        let first = Self.goOn(start).map(\.state)
        precondition(first.count == 1)
        _ = number(of: settled(first[0]))
        var next = 0
        while next < states.count {
            jumps.append(transitions(from: states[next]).map { (number(of: settled($0.state)), $0.rate) })
            next += 1
        }
        distribute(over: count)
    }

    /// Probability to be finished within a time.
    func finished(within time: Double) -> Double {
        // Poisson weights from their largest on would be needed for means over some 700.
        let mean = fastest * time
        var (weight, sum, total) = (DeterministicMath.exp(-mean), 0.0, 0.0)
        for (count, probability) in finished.enumerated() {
            sum += weight * probability
            total += weight
            weight *= mean / Double(count + 1)
        }
        return sum + (1 - min(1, total)) * (finished.last ?? 0)
    }

    private mutating func distribute(over count: Int) {
        var now = [Double](repeating: 0, count: states.count)
        now[0] = 1
        for _ in 0..<count {
            finished.append(zip(now, states).reduce(0) { $1.1.isFinished && !$1.1.isShort ? $0 + $1.0 : $0 })
            short.append(zip(now, states).reduce(0) { $1.1.isShort ? $0 + $1.0 : $0 })
            var next = now
            for (from, transitions) in jumps.enumerated() where now[from] > 0 {
                for jump in transitions {
                    let moved = now[from] * jump.rate / fastest
                    next[from] -= moved
                    next[jump.to] += moved
                }
            }
            now = next
        }
    }

    private mutating func number(of state: State) -> Int {
        if let known = numbers[state] { return known }
        numbers[state] = states.count
        states.append(state)
        return states.count - 1
    }

    /// The same, marked as an end if it is one.
    private func settled(_ state: State) -> State {
        var state = state
        let isDone = !state.isInstalling && state.pendingUp + state.pendingDown + state.leftUp + state.leftDown == 0
        if isDone, state.doneDown <= allowed { state.isFinished = true }
        if !state.isFinished, state.inService < required { state.isShort = true }
        return state
    }

    /// What the operator does when nobody is being installed: the next node in turn, then whoever was left behind and is up.
    private static func goOn(_ state: State) -> [(state: State, share: Double)] {
        let pending = Double(state.pendingUp + state.pendingDown)
        var outcomes: [(state: State, share: Double)] = []
        if state.pendingUp > 0 {
            var next = state
            (next.pendingUp, next.isInstalling, next.isUp) = (state.pendingUp - 1, true, true)
            outcomes.append((next, Double(state.pendingUp) / pending))
        }
        if state.pendingDown > 0 {
            var next = state
            (next.pendingDown, next.isInstalling, next.isUp) = (state.pendingDown - 1, true, false)
            outcomes.append((next, Double(state.pendingDown) / pending))
        }
        guard outcomes.isEmpty, state.leftUp > 0 else { return outcomes.isEmpty ? [(state, 1)] : outcomes }
        var next = state
        (next.leftUp, next.isInstalling, next.isUp) = (state.leftUp - 1, true, true)
        return [(next, 1)]
    }

    private func transitions(from state: State) -> [(state: State, rate: Double)] {
        guard !state.isFinished, !state.isShort else { return [] }
        var result: [(state: State, rate: Double)] = []
        let groups: [(up: WritableKeyPath<State, Int>, down: WritableKeyPath<State, Int>)] = [
            (\.pendingUp, \.pendingDown), (\.leftUp, \.leftDown), (\.doneUp, \.doneDown),
        ]
        for group in groups {
            for (from, to, rate) in [(group.up, group.down, crash), (group.down, group.up, repair)] where state[keyPath: from] > 0 {
                var next = state
                next[keyPath: from] -= 1
                next[keyPath: to] += 1
                let total = rate * Double(state[keyPath: from])
                if state.isInstalling {
                    result.append((next, total))
                } else {
                    result += Self.goOn(next).map { ($0.state, $0.share * total) }
                }
            }
        }
        guard state.isInstalling else { return result }
        var other = state
        other.isUp.toggle()
        result.append((other, state.isUp ? crash : repair))
        var done = state
        done.isInstalling = false
        if state.isUp { done.doneUp += 1 } else { done.leftDown += 1 }
        done.isUp = false
        return result + Self.goOn(done).map { ($0.state, $0.share * installation) }
    }
}
