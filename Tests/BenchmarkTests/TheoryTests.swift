import BenchmarkSupport
import Testing

@Suite("answers are held against theory") struct TheoryTests {
    @Test("the clock of the hold model shows the number of turns")
    func clocks() {
        #expect(HoldTheory.clockRange(.exponential, pending: 1_000, operations: 2_000_000).contains(2_000))
        #expect(!HoldTheory.clockRange(.exponential, pending: 1_000, operations: 2_000_000).contains(1_980))
        #expect(!HoldTheory.clockRange(.exponential, pending: 1_000, operations: 2_000_000).contains(2_020))
        // Uniform delays begin as an ordinary renewal process does: a third of a second behind.
        #expect(HoldTheory.clockRange(.uniform, pending: 100_000, operations: 2_000_000).contains(20.33))
        #expect(HoldTheory.clockRange(.bimodal, pending: 100_000, operations: 2_000_000).contains(18.5))
        #expect(!HoldTheory.clockRange(.constant, pending: 100_000, operations: 2_000_000).contains(22))
    }

    @Test("every kind of delay has a range that is not empty", arguments: Increments.allCases)
    func ranges(increments: Increments) {
        let range = HoldTheory.clockRange(increments, pending: 1_000_000, operations: 1_000)
        #expect(range.lowerBound >= 0)
        #expect(range.upperBound < 1.2)
    }

    @Test("the mean time in a queue has a range around 1 / (1 - load) that narrows with customers")
    func queues() {
        #expect(QueueTheory.meanTimeInSystem(load: 0.5) == 2)
        let wide = QueueTheory.meanRange(load: 0.9, customers: 100_000)
        let narrow = QueueTheory.meanRange(load: 0.9, customers: 2_000_000)
        #expect(wide.contains(9) && !narrow.contains(9))
        #expect(narrow.contains(10))
    }
}
