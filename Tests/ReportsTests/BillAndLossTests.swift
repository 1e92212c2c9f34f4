import CloudMarket
import Experiments
import Reports
import Scenarios
import TestSupport
import Testing

@Suite("bills, losses and runs") struct BillAndLossTests {
    @Test func bill() throws {
        var bill = Bill()
        try bill.add(
            BillItem(section: .leases, name: "m1.large", unit: "node-hour", quantity: Quantity(700), price: UnitPrice(parsing: "0.34")))
        try bill.add(
            BillItem(
                section: .transfer, name: "into the market", unit: "GB", quantity: Quantity(parsing: "12.5"),
                price: UnitPrice(parsing: "0.10")))
        #expect(
            BillTable(bill).text == """
                item               quantity  unit       price  cost USD
                -------------------------------------------------------
                leased compute
                  m1.large              700  node-hour   0.34    238.00
                data transfer
                  into the market      12.5  GB          0.10      1.25
                -------------------------------------------------------
                total                                            239.25

                """)
        #expect(BillTable(Bill()).text == "nothing is billed\n")
    }

    @Test func losses() {
        let comparison = Fixtures.comparison(Fixtures.plain, ["strategies=[rolling,fast-reboot]"])
        #expect(LossTable(comparison, strategy: "rolling").text == "no request is lost\n")
        #expect(
            LossTable(comparison, strategy: "fast-reboot").text == """
                lost requests to  kind      read
                --------------------------------
                reboot            planned  6,000
                --------------------------------
                all causes                 6,000

                """)
    }

    @Test("a run alone has its measures, steps, bill and losses")
    func run() {
        let scenario = Fixtures.scenario(Fixtures.plain)
        let results = ReplicationRunner(rehearsal: scenario.rehearsal, seed: 7).run(
            (0..<2).map { RunRequest(strategy: "rolling", replication: $0) }
        ).compactMap { $0 }
        let text = RunReport(Comparison(single: scenario, seed: 7, results: results)).text
        #expect(
            text.contains(
                """
                Steps of replication 0: finished, 8.3 min

                from          to    takes  step
                -------------------------------------------------
                0:00:00  0:01:40  100.0 s  roll web, batch 1 of 5
                0:01:40  0:03:20  100.0 s  roll web, batch 2 of 5
                """))
        #expect(text.contains("Bill of replication 0\n\nnothing is billed\n"))
        #expect(text.hasSuffix("Losses, mean of 2 replications\n\nno request is lost\n"))
    }
}
