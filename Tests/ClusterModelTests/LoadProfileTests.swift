import ClusterModel
import SimulationKernel
import Testing

/// Rates over time, of which the first step may have begun before the run.
@Suite struct LoadProfileTests {
    private func at(_ minutes: Int) -> SimulationTime { .zero + .minutes(minutes) }

    /// Hours of 1, 2, 2 and 3 per second, of which the first has 15 minutes left.
    private let profile = LoadProfile(step: .hours(1), ratesPerSecond: [1, 2, 2, 3], offset: .minutes(45))

    @Test("a run that begins within an hour sees the next hour when it comes, in the repetition too")
    func offset() {
        #expect([0, 14, 15, 134, 135, 194, 195].map { profile.rate(at: at($0)) } == [1, 1, 2, 2, 3, 3, 1])
        #expect(profile.nextChange(after: .zero) == at(15))
        #expect(profile.nextChange(after: at(15)) == at(135))
        #expect(profile.nextChange(after: at(135)) == at(195))
        #expect(profile.nextChange(after: at(195)) == at(255))
    }

    @Test("what `nextChange` says is the next minute at which the rate differs, for every offset", arguments: [0, 1, 30, 59])
    func changes(offset: Int) {
        let profile = LoadProfile(step: .hours(1), ratesPerSecond: [5, 5, 1, 0, 5], offset: .minutes(offset))
        for minute in 0..<600 {
            let next = (minute + 1...minute + 600).first { profile.rate(at: at($0)) != profile.rate(at: at(minute)) }
            #expect(profile.nextChange(after: at(minute)) == next.map(at))
        }
        #expect(LoadProfile.constant(7).nextChange(after: .zero) == nil)
    }
}
