import RandomStreams
import Statistics
import Testing

/// The points that no other beats.
@Suite struct ParetoFrontTests {
    private func point(_ cost: Double, _ downtime: Double) -> ParetoFront.Point { ParetoFront.Point(cost: cost, downtime: downtime) }

    @Test func byHand() {
        let points = [point(3, 1), point(1, 3), point(2, 2), point(2, 3), point(3, 2), point(2, 2), point(4, 1), point(0, 9)]
        #expect(ParetoFront.indices(of: points) == [7, 1, 2, 5, 0])
        #expect(ParetoFront.indices(of: []) == [])
        #expect(ParetoFront.indices(of: [point(.infinity, .infinity)]) == [0])
        #expect(ParetoFront.indices(of: [point(5, .infinity), point(5, 0), point(.infinity, 0)]) == [1])
        #expect(ParetoFront.indices(of: [point(0, 0), point(-0.0, 0)]) == [0, 1])
    }

    /// The definition, pair by pair; coarse coordinates make ties of all kinds.
    private func slowTwin(_ points: [ParetoFront.Point]) -> [Int] {
        points.indices.filter { index in
            !points.contains {
                $0.cost <= points[index].cost && $0.downtime <= points[index].downtime
                    && ($0.cost < points[index].cost || $0.downtime < points[index].downtime)
            }
        }
    }

    @Test func theSameAsTheSlowTwin() {
        for seed in 0..<1_000 {
            var stream = testStream("front", entity: UInt64(seed))
            let levels = 1 + stream.integer(below: 12)
            let points = (0..<stream.integer(below: 40)).map { _ in
                point(Double(stream.integer(below: levels)), Double(stream.integer(below: levels)))
            }
            let front = ParetoFront.indices(of: points)
            #expect(front.sorted() == slowTwin(points), "seed \(seed)")
            #expect(zip(front, front.dropFirst()).allSatisfy { points[$0].cost <= points[$1].cost })
        }
    }

    @Test func refusesPointsThatAreNotNumbers() async {
        await #expect(processExitsWith: .failure) {
            _ = ParetoFront.indices(of: [ParetoFront.Point(cost: .nan, downtime: 1)])
        }
    }
}
