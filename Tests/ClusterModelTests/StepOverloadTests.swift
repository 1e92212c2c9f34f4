import ClusterModel
import SimulationKernel
import TestSupport
import Testing
import UpgradeStrategies

/// A step over capacity with a limited queue: the fluid against M/M/c/K, request by request.
///
/// Twenty cores serve 200 requests a second; 120 a second arrive for ten minutes, then 300 for ten minutes, then 120 again. Ten seconds' work may wait:
/// 2,000 requests. In the fluid the queue fills in 20 s, 100 a second are refused for 580 s, and 2,000 requests drain at 80 a second in 25 s.
@Suite struct StepOverloadTests {
    private static let load = LoadProfile(step: .minutes(10), ratesPerSecond: [120, 300, 120])

    /// What chance allows at 99 % for the mean of three runs. Refused: arrivals and services of the overload, Poisson with 180,000 and 120,000, give a
    /// standard deviation of sqrt(300,000) = 550 of 58,000; 2.58 x 550 / sqrt(3) are 1.4 %. Served: arrivals outside and services within the
    /// overload, sqrt(144,000 + 120,000) = 514 of 266,000; 0.3 %. Draining 2,000 requests at 80 a second with a variance of 320 a second:
    /// sqrt(2,000 x 320 / 80^3) = 1.1 s of 25 s; 6.7 %.
    @Test("served, refused and the time to drain agree within what chance allows")
    func agreement() throws {
        let system = Systems.oneTier(
            nodes: 1, cores: 20, demand: 0.1, utilisation: 0, queueLimit: .seconds(10), discipline: .firstComeFirstServed)
        var loaded = system
        loaded.load = Self.load
        loaded.classes[0].objective = .seconds(5)
        let log = RunLog()
        let fluid = runScript(loaded, seconds: 1800, log: log).measures.classes[0]
        #expect(agrees(fluid.refused, 58_000, within: 1e-6))
        #expect(agrees(fluid.served, 266_000, within: 1e-6))
        // The queue holds 2,000 (20 / 2 + 580 + 25 / 2) request-seconds in all, and everyone is in service for 0.1 s. While more than half of the room
        // is taken, for 10 + 580 + 12.5 s, requests take more than five seconds, and 200 a second leave.
        #expect(agrees(fluid.responseSum, 1_205_000 + 26_600, within: 2e-3))
        #expect(agrees(fluid.slow, 602.5 * 200, within: 2e-3))
        #expect(agrees(fluid.degradedSeconds, 602.5, within: 0.05))
        let drained = try #require(log.entries.first { $0.time.seconds > 1200 }).time.seconds - 1200
        #expect(agrees(drained, 25, within: 1e-6))

        var (served, refused, emptied, response, slow) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for seed in UInt64(1)...3 {
            let queue = MultiServerQueue(load: Self.load, servers: 20, meanService: 0.1, room: 2000, seconds: 1800, seed: seed)
            queue.watchTo = 1200
            queue.run()
            served += Double(queue.responses.count) / 3
            refused += Double(queue.refused) / 3
            response += queue.responses.reduce(0, +) / 3
            slow += Double(queue.responses.count { $0 > 5 }) / 3
            emptied += (try #require(queue.emptiedAt) - 1200) / 3
            // Nobody is lost: who is neither served nor refused is still there.
            #expect(queue.offered - queue.refused - queue.responses.count < 100)
        }
        #expect(agrees(fluid.refused, refused, within: 0.014), "\(fluid.refused) against \(refused)")
        #expect(agrees(fluid.served, served, within: 0.003), "\(fluid.served) against \(served)")
        // The queue stands full for most of the time, so that little of the variance of arrivals is left in it.
        #expect(agrees(fluid.responseSum, response, within: 0.01), "\(fluid.responseSum) s against \(response) s")
        #expect(agrees(fluid.slow, slow, within: 0.01), "\(fluid.slow) against \(slow)")
        #expect(agrees(drained, emptied, within: 0.067), "\(drained) s against \(emptied) s")
    }

    @Test("without room to wait the excess is refused at once: Erlang's loss system at twice its capacity")
    func withoutQueue() {
        // Erlang's B for a = 40 on 20 servers: 0.5213, where the fluid refuses one half.
        let load = LoadProfile.constant(400)
        let queue = MultiServerQueue(load: load, servers: 20, meanService: 0.1, room: 0, seconds: 300, seed: 4)
        queue.run()
        let fluid = runScript(Systems.oneTier(nodes: 1, cores: 20, demand: 0.1, utilisation: 2), seconds: 300).measures.classes[0]
        #expect(agrees(fluid.yield, 0.5, within: 1e-9))
        // The fluid knows no fluctuation: it serves up to a twentieth more than the loss system.
        let served = Double(queue.responses.count) / Double(queue.offered)
        #expect(served < fluid.yield && served > 0.95 * fluid.yield)
    }
}
