import Foundation
import TestTools
import Testing

/// The shop with a load of the planner's own, hour after hour from 20:00 on, in a zone an hour ahead of UTC.
private struct MeasuredLoad {
    static let series = "series: {file: load.csv, time-column: when, value-column: hits, zone: \"+01:00\"}"

    /// Rows for some hours, counted from the midnight before the first.
    static func rows(_ hours: [Int], value: (Int) -> String = { String(1000 + $0) }) -> String {
        "when,hits\n"
            + hours.map { hour in
                let (day, time) = (5 + hour / 24, hour % 24)
                return "2024-03-0\(day)T\(time < 10 ? "0" : "")\(time):00,\(value(hour))\n"
            }.joined()
    }

    static func folder(_ csv: String, series: String = series) throws -> TemporaryFolder {
        let folder = try ShopScenario.folder([("rate: 20/s", series)])
        try folder.write(csv, to: "load.csv")
        return folder
    }
}

@Suite("Measured load that is wrong")
struct BadSeriesTests {
    private func check(_ csv: String, status: Int32, _ errors: String, series: String = MeasuredLoad.series) throws {
        let folder = try MeasuredLoad.folder(csv, series: series)
        let result = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(result.status == status)
        #expect(result.errors == errors)
        #expect(result.output == "")
    }

    @Test("a value that is no number, with its line")
    func value() throws {
        try check(
            MeasuredLoad.rows(Array(20..<40)) { $0 == 25 ? "many" : "5" }, status: 65,
            """
            error[wrong-type]: column `hits`: `many` is not a number
             --> load.csv:7:18
              |
            7 | 2024-03-06T01:00,many
              |                  ^^^^
            hint: write it like `0.5`

            1 error

            """)
    }

    @Test("a row with too few fields")
    func fields() throws {
        try check(
            MeasuredLoad.rows(Array(20..<40)).replacing("T02:00,", with: "T02:00;"), status: 65,
            """
            error[wrong-field-count]: this row has 1 field, the header has 2
             --> load.csv:8:1
              |
            8 | 2024-03-06T02:00;1026
              | ^^^^^^^^^^^^^^^^^^^^^
            hint: an empty field keeps its comma

            1 error

            """)
    }

    @Test("a column that is not there")
    func column() throws {
        try check(
            MeasuredLoad.rows(Array(20..<40)).replacing("hits", with: "hit"), status: 65,
            """
            error[missing-column]: `load.csv` has no column `hits`
             --> load.csv:1:1
              |
            1 | when,hit
              | ^^^^^^^^
            hint: did you mean `hit`?

            1 error

            """)
    }

    @Test("too many hours in a row are missing: refused")
    func longGap() throws {
        try check(
            MeasuredLoad.rows((20..<50).filter { !(27...30).contains($0) }), status: 65,
            """
            error[hours-missing]: 4 intervals from 2024-03-06T02:00Z to 2024-03-06T06:00Z are missing or not trusted, more than the 3 in a row \
            that may be interpolated
              --> shop.yaml:22:18
               |
            22 |   series: {file: load.csv, time-column: when, value-column: hits, zone: "+01:00"}
               |                  ^^^^^^^^
            hint: choose a part of the series without the gap, or raise `longest-gap`

            1 error

            """)
    }

    @Test("the file is missing")
    func missing() throws {
        try check(
            MeasuredLoad.rows(Array(20..<40)), status: 74,
            """
            error[missing-file]: the load series `laod.csv` does not exist
              --> shop.yaml:22:18
               |
            22 |   series: {file: laod.csv, time-column: when, value-column: hits, zone: UTC}
               |                  ^^^^^^^^
            hint: did you mean `load.csv`?

            1 error

            """, series: "series: {file: laod.csv, time-column: when, value-column: hits, zone: UTC}")
    }

    @Test("not UTF-8: the data is wrong, and not the scenario")
    func encoding() throws {
        let folder = try MeasuredLoad.folder("")
        try Data([0x77, 0x2C, 0x68, 0x0A, 0xE9, 0x2C, 0x31, 0x0A]).write(to: URL(fileURLWithPath: folder["load.csv"]))
        let result = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(result.status == 65)
        #expect(result.errors.hasPrefix("error[not-utf8]: the load series `load.csv` is not UTF-8 text: line 2 has a byte that is none\n"))
    }

    @Test("a data file of another name is data as well")
    func otherEnding() throws {
        let folder = try MeasuredLoad.folder("", series: MeasuredLoad.series.replacing("load.csv", with: "load.txt"))
        try folder.write(MeasuredLoad.rows(Array(20..<40)) { _ in "?" }, to: "load.txt")
        #expect(try CommandRunner.run(["validate", "shop.yaml"], in: folder.path).status == 65)
    }

    @Test("a few hours missing are stated and interpolated")
    func shortGap() throws {
        let folder = try MeasuredLoad.folder(MeasuredLoad.rows((20..<80).filter { $0 != 30 }))
        let result = try CommandRunner.run(["validate", "shop.yaml", "--set", "horizon=24 h"], in: folder.path)
        #expect(result.status == 0)
        #expect(
            result.errors.hasPrefix(
                "warning[hours-missing]: 1 interval from 2024-03-06T05:00Z to 2024-03-06T06:00Z is missing or not trusted and interpolated\n"
            ))
        // A note about it stands in the result, and need not be repeated here.
        #expect(!result.errors.contains("note: load.csv"))
    }
}

@Suite("Price lists and host inventories that are wrong")
struct BadListTests {
    @Test("a price that is none, and one that is negative, each with its line")
    func price() throws {
        let folder = try ShopScenario.folder(prices: "instance_type,usd_per_hour\nsmall,cheap\nlarge,-0.80\n")
        let result = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(result.status == 65)
        #expect(
            result.errors == """
                error[price-list]: the price is wrong: `cheap` is not a decimal number
                 --> prices.csv:2:7
                  |
                2 | small,cheap
                  |       ^^^^^
                hint: write digits with at most one point, such as `0.34`: no currency sign, no thousands separators, no exponent; leave the \
                field empty for a type that is listed but not sold

                error[price-list]: the price is wrong: `-0.80` is negative
                 --> prices.csv:3:7
                  |
                3 | large,-0.80
                  |       ^^^^^
                hint: write zero or a positive number; leave the field empty for a type that is listed but not sold

                2 errors

                """)
    }

    @Test("a count of hosts that is none is one error, in the inventory")
    func inventory() throws {
        let folder = try ShopScenario.folder([("sites:\n", "inventory: {file: hosts.csv}\nsites:\n"), ("nodes: 4\n", "inventory: front\n")])
        try folder.write("tier,hosts\nfront,five\n", to: "hosts.csv")
        let result = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(result.status == 65)
        #expect(
            result.errors == """
                error[wrong-type]: column `hosts`: `five` is not a whole number
                 --> hosts.csv:2:7
                  |
                2 | front,five
                  |       ^^^^
                hint: write it like `20`, `1_000` or `60 M`

                1 error

                """)
    }

    @Test("hosts that the inventory does not have")
    func unknownHosts() throws {
        let folder = try ShopScenario.folder([("sites:\n", "inventory: {file: hosts.csv}\nsites:\n"), ("nodes: 4\n", "inventory: front\n")])
        try folder.write("tier,hosts\nfrontt,5\n", to: "hosts.csv")
        let result = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(result.status == 64)
        #expect(
            result.errors == """
                error[unknown-name]: the host inventory has no tier `front`
                  --> shop.yaml:13:16
                   |
                13 |     inventory: front
                   |                ^^^^^
                hint: did you mean `frontt`?

                1 error

                """)
    }
}

@Suite("What is wrong once is said once")
struct SaidOnceTests {
    @Test("interpolated hours: one warning on standard error, and it stands in the result")
    func interpolated() throws {
        let folder = try ShopScenario.folder([("rate: 20/s", "series: {file: load.csv, largest-missing-share: 50 %}")])
        let rows = (0..<14).filter { $0 != 3 }.map { hour in
            let (day, clock) = (5 + (22 + hour) / 24, (22 + hour) % 24)
            return "2024-03-0\(day)T\(clock < 10 ? "0" : "")\(clock):00Z,36000\n"
        }
        try folder.write("time,requests\n" + rows.joined(), to: "load.csv")
        let result = try CommandRunner.run(
            ["compare", "shop.yaml", "--seed", "1", "--replications", "1", "--set", "strategies=[rolling]"], in: folder.path)
        #expect(result.status == 0)
        #expect(result.errors.ranges(of: "interpolated").count == 1, "\(result.errors)")
        #expect(result.output.contains("load.csv: 1 interval from 2024-03-06T01:00Z on interpolated"))
    }

    @Test("no sites: one error and none about sites that are named")
    func noSites() throws {
        let folder = try ShopScenario.folder([("sites:\n  home: {backbone: 10 Gbit/s}\n  cloud: {}\n", "")])
        let result = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(result.status == 64)
        #expect(result.errors.hasPrefix("error[missing-key]: key `sites` is missing\n"))
        #expect(result.errors.hasSuffix("\n1 error\n"), "\(result.errors)")
    }
}

@Suite("Host inventories with a column of sites")
struct InventorySiteTests {
    private func validate(_ hosts: String) throws -> CommandResult {
        let folder = try ShopScenario.folder([
            ("sites:\n", "inventory: {file: hosts.csv, site-column: where}\nsites:\n"), ("nodes: 4\n", "inventory: front\n"),
        ])
        try folder.write(hosts, to: "hosts.csv")
        return try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
    }

    @Test("a tier counts the hosts of its own site")
    func ownSite() throws {
        let result = try validate("where,tier,hosts\nhome,front,6\ncloud,front,50\n")
        #expect(result.errors == "")
        #expect(result.output.hasPrefix("shop: valid; 9 nodes in 2 tiers, "))
    }

    @Test("a site without the tier: the sites that have it are named")
    func otherSites() throws {
        let result = try validate("where,tier,hosts\neast,front,6\ncloud,front,50\nhome,back,2\n")
        #expect(result.status == 64)
        #expect(
            result.errors == """
                error[unknown-name]: the host inventory has no tier `front` at `home`
                  --> shop.yaml:13:16
                   |
                13 |     inventory: front
                   |                ^^^^^
                hint: the sites that have it are `east`, `cloud`

                1 error

                """)
    }

    @Test("no host at all is an error at the row that says so")
    func noHost() throws {
        let result = try validate("where,tier,hosts\nhome,front,0\ncloud,front,50\n")
        #expect(result.status == 65)
        #expect(
            result.errors == """
                error[no-hosts]: tier `front` has 0 hosts
                 --> hosts.csv:2:6
                  |
                2 | home,front,0
                  |      ^^^^^
                note: the scenario uses it here
                  --> shop.yaml:13:16
                   |
                13 |     inventory: front
                   |                ^^^^^
                hint: give it at least one, or take the tier out of the scenario

                1 error

                """)
    }
}

@Suite("Files of the planner's own work like the shipped ones")
struct OwnFileTests {
    @Test("load with columns, a zone and a step of its own; hosts and prices likewise")
    func ownFiles() throws {
        let folder = try ShopScenario.folder(
            [
                ("sites:\n", "inventory: {file: hosts.csv, tier-column: purpose, count-column: machines}\nsites:\n"),
                ("nodes: 4\n", "inventory: front\n"),
                (
                    "rate: 20/s",
                    "series: {file: load.csv, time-column: at, value-column: rate, zone: \"-05:00\", step: 30 min, unit: per-second}"
                ),
            ], prices: "instance_type,cores,usd_per_hour\nsmall,2,0.5\nlarge,8,4\n")
        try folder.write("purpose,machines\nfront,6\nother,2\n", to: "hosts.csv")
        var load = "at,rate\n"
        for half in 0..<36 {
            let (day, hour) = (5 + (half / 2 + 16) / 24, (half / 2 + 16) % 24)
            load += "2024-03-0\(day)T\(hour < 10 ? "0" : "")\(hour):\(half % 2 == 0 ? "00" : "30"),\(half < 6 ? 10 : 30)\n"
        }
        try folder.write(load, to: "load.csv")
        let valid = try CommandRunner.run(["validate", "shop.yaml"], in: folder.path)
        #expect(valid.status == 0)
        #expect(valid.errors == "")
        #expect(valid.output.hasPrefix("shop: valid; 9 nodes in 2 tiers, "))

        let result = try CommandRunner.run(["compare", "shop.yaml", "--seed", "1", "--format", "json"], in: folder.path)
        #expect(result.status == 0, "\(result.errors)")
        let comparison = try ComparisonOutput(result.output)
        // 17:00 to 05:00 at the far end of the zone: two hours at 10/s, ten at 30/s.
        for strategy in comparison.strategies { #expect(comparison.mean("offered.read", strategy) == 2 * 36_000 + 10 * 108_000) }
        // Nine machines for an hour of tests and what comes before and after.
        #expect(comparison.mean("cost", "parallel-universe") > 6 * 0.5 + 3 * 4)
        #expect(comparison.mean("peak-nodes", "parallel-universe") == 18)
    }
}
