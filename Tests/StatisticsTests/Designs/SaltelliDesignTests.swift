import Statistics
import Testing

/// Rows A and B, and rows between them.
@Suite struct SaltelliDesignTests {
    @Test(arguments: [(1, 0), (1, 1), (5, 3), (8, 20)]) func mixedRowsTakeOneFactorFromB(base: Int, dimensions: Int) throws {
        let design = try SaltelliDesign(base: base, dimensions: dimensions, seed: 4)
        #expect(design.count == base * (dimensions + 2))
        for row in 0..<base {
            let a = design.coordinates(at: design.index(of: .a, row: row))
            let b = design.coordinates(at: design.index(of: .b, row: row))
            #expect(a.count == dimensions && b.count == dimensions && Set(a + b).count == 2 * dimensions)
            for factor in 0..<dimensions {
                var expected = a
                expected[factor] = b[factor]
                #expect(design.coordinates(at: design.index(of: .mixed(factor: factor), row: row)) == expected)
            }
        }
    }

    @Test func indexesAndPlacesAreOneToOne() throws {
        let design = try SaltelliDesign(base: 7, dimensions: 4, seed: 4)
        for point in 0..<design.count {
            let place = design.place(of: point)
            #expect(design.index(of: place.matrix, row: place.row) == point)
        }
        #expect((6..<12).map { design.place(of: $0).matrix } == [.a, .b] + (0..<4).map { .mixed(factor: $0) })
        #expect((6..<12).allSatisfy { design.place(of: $0).row == 1 })
    }

    @Test func bothHalvesFillTheirStrata() throws {
        let design = try SaltelliDesign(base: 64, dimensions: 3, seed: 4)
        for matrix in [.a, .b] as [SaltelliDesign.Matrix] {
            for factor in 0..<3 {
                let strata = (0..<64).map { Int(design.coordinates(at: design.index(of: matrix, row: $0))[factor] * 64) }
                #expect(Set(strata).count == 64)
            }
        }
    }

    @Test func whatHasNoRowsIsRefused() {
        #expect(throws: DesignError.noPoints(0)) { try SaltelliDesign(base: 0, dimensions: 1, seed: 1) }
        #expect(throws: DesignError.tooManyDimensions(42, limit: 40)) { try SaltelliDesign(base: 1, dimensions: 21, seed: 1) }
        #expect(throws: DesignError.uncountable) { try SaltelliDesign(base: 1, dimensions: Int.max, seed: 1) }
        #expect(throws: DesignError.negativeDimensions(-1)) { try SaltelliDesign(base: 1, dimensions: -1, seed: 1) }
    }

    @Test func refusesPointsOutside() async {
        await #expect(processExitsWith: .failure) { _ = try SaltelliDesign(base: 2, dimensions: 1, seed: 1).coordinates(at: 6) }
        await #expect(processExitsWith: .failure) {
            _ = try SaltelliDesign(base: 2, dimensions: 1, seed: 1).index(of: .mixed(factor: 1), row: 0)
        }
    }
}
