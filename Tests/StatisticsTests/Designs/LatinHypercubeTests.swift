import Statistics
import Testing

/// One point in each stratum of each factor.
@Suite struct LatinHypercubeTests {
    @Test(arguments: [1, 2, 3, 7, 10, 64, 97, 500], [0, 1, 2, 5]) func eachStratumHasOnePoint(points: Int, dimensions: Int) throws {
        for seed in 0..<3 as Range<UInt64> {
            for isCentred in [false, true] {
                let design = try LatinHypercube(points: points, dimensions: dimensions, seed: seed, isCentred: isCentred)
                var hits = [[Int]](repeating: [Int](repeating: 0, count: points), count: dimensions)
                for point in 0..<points {
                    let coordinates = design.coordinates(at: point)
                    #expect(coordinates.count == dimensions)
                    for (factor, coordinate) in coordinates.enumerated() {
                        let stratum = design.stratum(of: factor, at: point)
                        #expect(coordinate >= Double(stratum) / Double(points) && coordinate < Double(stratum + 1) / Double(points))
                        if isCentred { #expect(coordinate == (Double(stratum) + 0.5) / Double(points)) }
                        hits[factor][stratum] += 1
                    }
                }
                #expect(hits.allSatisfy { $0.allSatisfy { $0 == 1 } })
            }
        }
    }

    @Test func placesInStrataAreUniform() throws {
        let design = try LatinHypercube(points: 2_000, dimensions: 2, seed: 3)
        for factor in 0..<2 {
            let places = (0..<2_000).map { point in
                design.coordinates(at: point)[factor] * 2_000 - Double(design.stratum(of: factor, at: point))
            }
            // Of fixed seeds; a false alarm has a probability of 1e-6 for each.
            #expect(KolmogorovSmirnov(places) { $0 }.pValue > 1e-6)
        }
    }

    @Test func seedsAndFactorsDiffer() throws {
        let first = try LatinHypercube(points: 50, dimensions: 2, seed: 1)
        let second = try LatinHypercube(points: 50, dimensions: 2, seed: 2)
        func strata(_ design: LatinHypercube, _ factor: Int) -> [Int] { (0..<50).map { design.stratum(of: factor, at: $0) } }
        #expect(Set([strata(first, 0), strata(first, 1), strata(second, 0), strata(second, 1)]).count == 4)
    }

    /// Points far into a large sample are computed alone, and are the same on every machine.
    @Test func knownPoints() throws {
        let design = try LatinHypercube(points: 1_000_000, dimensions: 3, seed: 42)
        #expect(design.coordinates(at: 0) == [0.11841419243948016, 0.22680263964273314, 0.0075777780295053125])
        #expect(design.coordinates(at: 700_000) == [0.6001113326611601, 0.5393611181871324, 0.08835949246886635])
    }

    @Test func whatIsNoSampleIsRefused() {
        #expect(throws: DesignError.noPoints(0)) { try LatinHypercube(points: 0, dimensions: 1, seed: 1) }
        #expect(throws: DesignError.negativeDimensions(-1)) { try LatinHypercube(points: 1, dimensions: -1, seed: 1) }
    }

    @Test func refusesPointsOutside() async {
        await #expect(processExitsWith: .failure) { _ = try LatinHypercube(points: 3, dimensions: 1, seed: 1).coordinates(at: 3) }
        await #expect(processExitsWith: .failure) { _ = try LatinHypercube(points: 3, dimensions: 0, seed: 1).coordinates(at: -1) }
    }
}
