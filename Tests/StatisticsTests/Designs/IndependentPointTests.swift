import RandomStreams
import Statistics
import Testing

/// Points computed alone, by parts of an experiment that know nothing of each other.
@Suite struct IndependentPointTests {
    /// Compares points in their order, of one design, with points in another order, each of a design made for it alone.
    private func compare<Point: Equatable>(_ count: Int, _ make: () throws -> (Int) -> Point) throws {
        let together = try make()
        let points = (0..<count).map(together)
        var stream = testStream("order of points")
        var order = Array(0..<count)
        stream.shuffle(&order)
        for point in order { #expect(try make()(point) == points[point]) }
    }

    @Test func grid() throws { try compare(24) { try FullGrid(levels: [2, 3, 4]).levelIndexes } }

    @Test func oneAtATime() throws { try compare(7) { try OneAtATime(levels: [2, 3, 4], base: [0, 1, 3]).levelIndexes } }

    @Test func latinHypercube() throws { try compare(30) { try LatinHypercube(points: 30, dimensions: 3, seed: 5).coordinates } }

    @Test func sobol() throws { try compare(64) { try SobolSequence(points: 64, dimensions: 3, skip: 5, shift: 5).coordinates } }

    @Test func morris() throws { try compare(40) { try MorrisDesign(trajectories: 10, dimensions: 3, seed: 5).levelIndexes } }

    @Test func saltelli() throws { try compare(40) { try SaltelliDesign(base: 8, dimensions: 3, seed: 5).coordinates } }
}
