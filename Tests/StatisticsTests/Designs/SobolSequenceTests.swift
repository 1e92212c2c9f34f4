import CGSL
import Statistics
import Testing

/// Sobol's sequence, against the library and against what defines a net.
@Suite struct SobolSequenceTests {
    /// Calls a function with each of the library's first points, computed one after the other.
    private func forEachLibraryPoint(_ count: Int, dimensions: Int, _ body: (Int, [Double]) -> Void) throws {
        let generator = try #require(gsl_qrng_alloc(chrysalis_sobol_sequence(), UInt32(dimensions)))
        defer { gsl_qrng_free(generator) }
        var point = [Double](repeating: 0, count: dimensions)
        for index in 0..<count {
            #expect(gsl_qrng_get(generator, &point) == 0)
            body(index, point)
        }
    }

    @Test(arguments: [1, 2, 8, 40]) func agreesWithTheLibrary(dimensions: Int) throws {
        let sequence = try SobolSequence(points: 4_200, dimensions: dimensions, skip: 1)
        var different = 0
        try forEachLibraryPoint(4_200, dimensions: dimensions) { if sequence.coordinates(at: $0) != $1 { different += 1 } }
        #expect(different == 0)
    }

    @Test func agreesWithTheLibraryFarIntoTheSequence() throws {
        let sequence = try SobolSequence(points: 1_000_000, dimensions: 40, skip: 1)
        var different = 0
        try forEachLibraryPoint(700_200, dimensions: 40) {
            if $0 >= 700_000 && sequence.coordinates(at: $0) != $1 { different += 1 }
        }
        #expect(different == 0)
    }

    /// The first points in three dimensions, which texts tabulate, by hand: the direction numbers are 1/2, 1/4, 1/8; 1/2, 3/4, 5/8 of the
    /// polynomial x + 1 and 1/2, 1/4, 7/8 of x^2 + x + 1.
    @Test func firstPoints() throws {
        let sequence = try SobolSequence(points: 8, dimensions: 3)
        let expected: [[Double]] = [
            [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.75], [0.25, 0.75, 0.25], [0.375, 0.375, 0.625], [0.875, 0.875, 0.125],
            [0.625, 0.125, 0.375], [0.125, 0.625, 0.875],
        ]
        #expect((0..<8).map { sequence.coordinates(at: $0) } == expected)
    }

    @Test(arguments: [nil, 7] as [UInt64?], [0, 256, 1024]) func everyStratumOfEachDimensionHasOnePoint(shift: UInt64?, skip: Int) throws {
        let sequence = try SobolSequence(points: 256, dimensions: 40, skip: skip, shift: shift)
        let points = (0..<256).map { sequence.coordinates(at: $0) }
        for dimension in 0..<40 {
            #expect(Set(points.map { Int($0[dimension] * 256) }) == Set(0..<256))
        }
    }

    /// The first two dimensions are a net of the best quality: each of the boxes of volume 1/256, of whatever shape, has one point.
    @Test(arguments: [nil, 7] as [UInt64?]) func everyBoxOfTwoDimensionsHasOnePoint(shift: UInt64?) throws {
        let sequence = try SobolSequence(points: 256, dimensions: 2, skip: 512, shift: shift)
        for bits in 0...8 {
            let boxes = (0..<256).map { point in
                let coordinates = sequence.coordinates(at: point)
                return Int(coordinates[0] * Double(1 << bits)) << (8 - bits) + Int(coordinates[1] * Double(1 << (8 - bits)))
            }
            #expect(Set(boxes).count == 256)
        }
    }

    @Test func shiftsDifferAndKeepWithinTheCube() throws {
        let plain = try SobolSequence(points: 64, dimensions: 3)
        let first = try SobolSequence(points: 64, dimensions: 3, shift: 1)
        let second = try SobolSequence(points: 64, dimensions: 3, shift: 2)
        for point in 0..<64 {
            let points = [plain, first, second].map { $0.coordinates(at: point) }
            #expect(Set(points).count == 3 && points[1...].allSatisfy { $0.allSatisfy { $0 > 0 && $0 < 1 } })
            #expect(Set(points[1]).count == 3)
        }
        #expect(first.coordinates(at: 5) == [0.5677257409659916, 0.4638158833594982, 0.9740443085204519])
    }

    /// A shifted point is uniform: of fixed seeds, with a false alarm of probability 1e-6 for each dimension.
    @Test func shiftedPointsAreUniform() throws {
        let points = try (0..<1_000).map { try SobolSequence(points: 100, dimensions: 2, shift: $0).coordinates(at: 77) }
        for dimension in 0..<2 { #expect(KolmogorovSmirnov(points.map { $0[dimension] }) { $0 }.pValue > 1e-6) }
    }

    @Test func theEndOfTheSequence() throws {
        #expect(SobolSequence.length == 1 << 32 && SobolSequence.largestDimensions == 40)
        let last = try SobolSequence(points: 1, dimensions: 1, skip: SobolSequence.length - 1)
        // The Gray code of the last element is its first digit.
        #expect(last.coordinates(at: 0) == [0x1p-32])
        #expect(throws: DesignError.beyondSequence(skip: SobolSequence.length, points: 1, limit: SobolSequence.length)) {
            try SobolSequence(points: 1, dimensions: 1, skip: SobolSequence.length)
        }
        #expect(throws: DesignError.beyondSequence(skip: -1, points: 1, limit: SobolSequence.length)) {
            try SobolSequence(points: 1, dimensions: 1, skip: -1)
        }
        #expect(throws: DesignError.beyondSequence(skip: 1, points: Int.max, limit: SobolSequence.length)) {
            try SobolSequence(points: Int.max, dimensions: 1, skip: 1)
        }
    }

    @Test func edges() throws {
        #expect(try SobolSequence(points: 1, dimensions: 0).coordinates(at: 0) == [])
        #expect(throws: DesignError.noPoints(0)) { try SobolSequence(points: 0, dimensions: 1) }
        #expect(throws: DesignError.tooManyDimensions(41, limit: 40)) { try SobolSequence(points: 1, dimensions: 41) }
    }

    @Test func refusesPointsOutside() async {
        await #expect(processExitsWith: .failure) { _ = try SobolSequence(points: 4, dimensions: 1).coordinates(at: 4) }
    }
}
