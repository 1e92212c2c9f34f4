import Testing

@testable import BenchmarkSupport

@Suite("repetitions are summed up") struct SpreadTests {
    @Test("quartiles lie between the nearest values, in proportion")
    func quartiles() {
        let spread = Spread([4, 1, 3, 2, 5])
        #expect(spread.count == 5)
        #expect([spread.minimum, spread.lowerQuartile, spread.median, spread.upperQuartile, spread.maximum] == [1, 2, 3, 4, 5])
        let even = Spread([1, 2, 3, 4])
        #expect([even.lowerQuartile, even.median, even.upperQuartile] == [1.75, 2.5, 3.25])
    }

    @Test("one value is all of them, and without values there is none")
    func few() {
        let one = Spread([7])
        #expect([one.minimum, one.lowerQuartile, one.median, one.upperQuartile, one.maximum] == [7, 7, 7, 7, 7])
        #expect(Spread([]).median.isNaN)
        #expect(Spread([]).count == 0)
    }
}
