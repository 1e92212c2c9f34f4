import Experiments
import Reports
import TestSupport
import Testing

@Suite("tables") struct ComparisonTableTests {
    @Test("ten nodes at half load, by hand: rolling five times 100 s, a reboot 100 s and two times 10 s to redirect")
    func literal() {
        let comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling,big-flip,fast-reboot]"])
        let expected = """
            plain: Ten alike nodes
            3 replications, seed 7, observed for 2.0 h; mean ±half of the 95 % interval

                                                      rolling         big-flip      fast-reboot      none
            ---------------------------------------------------------------------------------------------
            P(finished)                       100 [44, 100] %  100 [44, 100] %  100 [44, 100] %         -
            duration                                  8.3 min          3.7 min          2.0 min         -

            read
              outage, all planned                         0 s              0 s          2.0 min       0 s
              lost service, all planned                   0 s              0 s          2.0 min       0 s
              difference to rolling                         -              0 s         +2.0 min         -
              lost requests                                 0                0            6,000         0
              yield                                  100.00 %         100.00 %          98.33 %  100.00 %
              error budget used, of 43.2 min           0.00 %           0.00 %           4.63 %    0.00 %

            service
              full outage                                 0 s              0 s          2.0 min       0 s
              some class degraded                         0 s              0 s          2.0 min       0 s
              two versions serve, any tier            5.0 min              0 s              0 s       0 s

            procedure
              point of no return after                8.3 min          2.0 min          2.0 min         -
              longest rollback before it              8.3 min          100.0 s          100.0 s         -
              peak nodes                                   10               10               10        10
              operators' hours                        8.3 min          3.7 min          2.0 min         -

            simulated

            """
        let text = ComparisonTable(comparison, width: 140).text
        // The number of events is the kernel's business.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let end = lines.firstIndex { $0.hasPrefix("  events") } ?? lines.endIndex
        #expect(lines[..<end].joined(separator: "\n") + "\n" == expected)
        #expect(text.hasSuffix("\n\nwarning: intervals from 3 replications are rough; use `--replications 30`\n"))
    }

    @Test("no line is wider than asked for, and columns that do not fit follow", arguments: [80, 100, 160])
    func width(width: Int) {
        let comparison = Fixtures.comparison(
            Fixtures.plain, ["tiers.web.software.variation=0.3", "strategies=[rolling,big-flip,fast-reboot]"])
        for full in [false, true] {
            let lines = ComparisonTable(comparison, full: full, width: width).text.split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= width })
            #expect(lines.contains { $0.hasSuffix("none") })
        }
    }

    @Test("rows of zeros are kept on request")
    func full() {
        let comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling]"])
        #expect(!ComparisonTable(comparison).text.contains("rows lost in failovers"))
        #expect(ComparisonTable(comparison, full: true).text.contains("rows lost in failovers"))
    }

    @Test("one strategy differs from no other; the difference to the control is shown on request, or where the control loses")
    func differences() {
        let one = Fixtures.comparison(Fixtures.plain, ["strategies=[fast-reboot]"])
        #expect(!ComparisonTable(one, full: true).text.contains("difference to fast-reboot"))
        #expect(ComparisonTable(one, full: true).text.contains("difference to none"))
        #expect(!ComparisonTable(one).text.contains("difference to none"))
        // 120/s on ten nodes that serve 100.
        let overloaded = Fixtures.comparison(Fixtures.plain, ["strategies=[fast-reboot]", "workload.rate=120/s"])
        #expect(ComparisonTable(overloaded).text.contains("difference to none"))
    }

    @Test("a horizon that comes first is warned of")
    func horizon() {
        let comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling]", "horizon=200 s"], replications: 10)
        #expect(
            ComparisonTable(comparison).warnings == [
                "`rolling` had not finished at the horizon of 3.3 min in 10 of 10 replications: its duration and losses are lower bounds; set a longer "
                    + "`horizon`",
                "`rolling` finished in 0 of 10 replications, less than the required 95 %: it is not recommended",
            ])
        #expect(ComparisonTable(comparison).text.contains("  horizon reached"))
    }

    @Test("an interval that hangs on a few replications is warned of, if it is shown")
    func unreliable() throws {
        // One crash in forty node-hours or so: most replications see none.
        let rare = Fixtures.comparison(
            Fixtures.plain, ["strategies=[rolling]", "hardware-faults.node-crash=exponential(mean 300 h)"], replications: 30)
        let crashes = try #require(rare.summary("crashes", of: "rolling")).values
        #expect(crashes.contains { $0 > 0 } && crashes.count { $0 == 0 } > 24)
        let warning = try #require(ComparisonTable(rare).warnings.first { $0.contains("unreliable") })
        #expect(warning.contains("`crashes`") && warning.hasSuffix(", or `chrysalis risk`"))
        let frequent = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling]", "tiers.web.software.variation=0.3"], replications: 30)
        #expect(ComparisonTable(frequent).text.contains("±"))
        #expect(!ComparisonTable(frequent).warnings.contains { $0.contains("unreliable") })
        // Of a few replications it is said already that they are few.
        let few = Fixtures.comparison(
            Fixtures.plain, ["strategies=[rolling]", "hardware-faults.node-crash=exponential(mean 60 h)"], replications: 9)
        #expect(few.summary("crashes", of: "rolling")?.values.contains { $0 > 0 } == true)
        #expect(!ComparisonTable(few).warnings.contains { $0.contains("unreliable") })
    }
}
