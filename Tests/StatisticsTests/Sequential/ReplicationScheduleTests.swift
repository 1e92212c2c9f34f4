import Statistics
import Testing

/// The counts at which stopping rules are looked at.
@Suite struct ReplicationScheduleTests {
    @Test func countsGrowToTheCap() throws {
        #expect(try ReplicationSchedule(cap: 200).counts == [30, 45, 68, 102, 153, 200])
        #expect(try ReplicationSchedule(minimum: 10, cap: 80, growth: 2).counts == [10, 20, 40, 80])
        #expect(try ReplicationSchedule(minimum: 2, cap: 6, growth: 1.1).counts == [2, 3, 4, 5, 6])
        #expect(try ReplicationSchedule(minimum: 7, cap: 7).counts == [7])
        let longest = try ReplicationSchedule(minimum: 2, cap: 1_000_000_000, growth: 1.1).counts
        #expect(longest.count < 250 && longest.last == 1_000_000_000)
        #expect(zip(longest, longest.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test(arguments: [
        (1, 10, 1.5, "minimum"), (30, 29, 1.5, "cap"), (30, 2_000_000_000, 1.5, "cap"), (30, 60, 1, "growth"), (30, 60, .nan, "growth"),
    ])
    func refuses(minimum: Int, cap: Int, growth: Double, parameter: String) {
        let error = #expect(throws: StatisticsError.self) { try ReplicationSchedule(minimum: minimum, cap: cap, growth: growth) }
        #expect(error?.parameter == parameter)
    }
}
