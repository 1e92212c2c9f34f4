import TestTools
import Testing

@testable import Scenarios

@Suite struct CSVTests {
    private func table(_ text: String) -> (table: CSVTable?, report: String) {
        let sink = DiagnosticSink()
        let table = CSVReader(sink: sink).read(text: text, name: "t.csv")
        #expect((table == nil) == sink.hasErrors)
        return (table, sink.rendered())
    }

    @Test(arguments: [
        ("a,b\n1,2\n", [["1", "2"]]), ("a,b\r\n1,2\r\n3,4", [["1", "2"], ["3", "4"]]), ("\u{FEFF}a,b\n1,2", [["1", "2"]]),
        ("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n", [["x, y", "say \"hi\""]]),
        ("a,b\n\"two\r\nlines\",z\n\n1,2\n", [["two\r\nlines", "z"], ["1", "2"]]),
        ("a,b\n,\n", [["", ""]]), ("a , b\n 1 , 2 \n", [["1", "2"]]), ("a,b\n\"\",\" x \"", [["", " x "]]), ("a\nx\ry", [["x"], ["y"]]),
    ])
    func tables(text: String, rows: [[String]]) throws {
        let (table, report) = table(text)
        #expect(report.isEmpty)
        #expect(try #require(table).rows.map { $0.map(\.text) } == rows)
        #expect(table?.columns.map(\.name).first == "a")
    }

    @Test func placesCountLinesInsideQuotes() throws {
        let read = try #require(table("a,b\n\"x\ny\",1\nz,\"22\"\n").table)
        #expect(read.place(read.rows[0][1]).description == "t.csv:3:4")
        #expect(read.place(read.rows[1][1]).description == "t.csv:4:3" && read.rows[1][1].length == 4)
        let windows = try #require(table("a,b\r\n\"x\r\ny\",1\r\nz,22\r\n").table)
        #expect(windows.place(windows.rows[0][1]).description == "t.csv:3:4")
        #expect(windows.place(windows.rows[1][1]).description == "t.csv:4:3")
    }

    @Test(arguments: [
        (
            "a,b\n1,2,3\n",
            "error[wrong-field-count]: this row has 3 fields, the header has 2\n --> t.csv:2:5\n  |\n2 | 1,2,3\n  |     ^\nhint: a field that contains a comma needs quotes\n\n1 error"
        ),
        (
            "a,b\n1\n",
            "error[wrong-field-count]: this row has 1 field, the header has 2\n --> t.csv:2:1\n  |\n2 | 1\n  | ^\nhint: an empty field keeps its comma\n\n1 error"
        ),
        (
            "a,b\nx\"y,2\n",
            "error[malformed-csv]: a quote stands inside a field that does not begin with one\n --> t.csv:2:2\n  |\n2 | x\"y,2\n  |  ^\nhint: put the whole field in quotes and double the quotes inside it\n\n1 error"
        ),
        (
            "a,b\n\"x\"y,2\n",
            "error[malformed-csv]: a comma or the end of the line must follow a closing quote\n --> t.csv:2:4\n  |\n2 | \"x\"y,2\n  |    ^\nhint: double the quotes inside a field\n\n1 error"
        ),
        ("a,b\n1,\"x\n", "error[malformed-csv]: this quote is never closed\n --> t.csv:2:3\n  |\n2 | 1,\"x\n  |   ^\n\n1 error"),
        (
            "a,a\n1,2\n",
            "error[duplicate-column]: two columns are called `a`\n --> t.csv:1:3\n  |\n1 | a,a\n  |   ^\nnote: the first is here\n --> t.csv:1:1\n  |\n1 | a,a\n  | ^\n\n1 error"
        ),
        ("a,\n1,2\n", "error[wrong-header]: a column has no name\n --> t.csv:1:3\n  |\n1 | a,\n  |   ^\n\n1 error"),
        (
            "a;b\n1;2\n",
            "error[wrong-separator]: the header is a single column with semicolons in its name\n --> t.csv:1:1\n  |\n1 | a;b\n  | ^^^\nhint: separate columns with commas\n\n1 error"
        ),
        ("", "error[empty-file]: `t.csv` is empty\n --> t.csv\nhint: the first line names the columns\n\n1 error"),
        ("a,b\n", "error[empty-file]: `t.csv` has a header but no rows\n --> t.csv\n\n1 error"),
    ])
    func malformedTables(text: String, expected: String) {
        #expect(table(text).report == expected)
    }

    @Test func limitsAreReported() {
        let sink = DiagnosticSink()
        var limits = CSVLimits()
        limits.rows = 2
        limits.columns = 3
        #expect(CSVReader(limits: limits, sink: sink).read(text: "a\n1\n2\n3\n", name: "t.csv") == nil)
        #expect(CSVReader(limits: limits, sink: sink).read(text: "a,b,c,d\n", name: "t.csv") == nil)
        #expect(sink.diagnostics.map(\.message) == ["the table has more than 2 rows", "a row has more than 3 fields"])
    }

    @Test func typedValuesReportTheirPlace() throws {
        let read = try #require(table("time,n\n2009-01-01T00:00Z,5\nsoon,x\n").table)
        let sink = DiagnosticSink()
        #expect(read.column("tiem", sink: sink) == nil)
        let time = try #require(read.column("time", sink: sink))
        let number = try #require(read.column("n", sink: sink))
        #expect(read.count(0, number, in: 0...9, sink: sink) == 5)
        #expect(read.count(0, number, in: 6...9, sink: sink) == nil)
        #expect(read.instant(1, time, secondsAhead: nil, sink: sink) == nil)
        #expect(read.number(1, number, in: 0...1, sink: sink) == nil)
        #expect(
            sink.rendered() == """
                error[missing-column]: `t.csv` has no column `tiem`
                 --> t.csv:1:1
                  |
                1 | time,n
                  | ^^^^^^
                hint: did you mean `time`?

                error[out-of-range]: column `n`: `5` is outside 6 ... 9
                 --> t.csv:2:19
                  |
                2 | 2009-01-01T00:00Z,5
                  |                   ^
                hint: the least is `6`

                error[wrong-type]: column `time`: `soon` is not an instant
                 --> t.csv:3:1
                  |
                3 | soon,x
                  | ^^^^
                hint: write it like `2009-06-09T05:00Z`

                error[wrong-type]: column `n`: `x` is not a number
                 --> t.csv:3:6
                  |
                3 | soon,x
                  |      ^
                hint: write it like `0.5`

                4 errors
                """)
    }

    @Test func theShippedHostInventory() throws {
        let sink = DiagnosticSink()
        let path = Project.path("scenarios/data/wikimedia-hosts-per-tier-2011-10.csv")
        let inventory = try #require(HostInventory.read(path: path, sink: sink))
        #expect(inventory.entries.count == 24)
        #expect(inventory.count(tier: "app", site: "pmtpa", sink: sink) == 171)
        #expect(inventory.count(tier: "cache-squid", sink: sink) == 93)
        #expect(!sink.hasErrors)
        #expect(inventory.count(tier: "databse", site: "pmtpa", sink: sink) == nil)
        #expect(inventory.count(tier: "app", site: "pmpta", sink: sink) == nil)
        #expect(
            sink.diagnostics.map { $0.rendered() } == [
                "error[unknown-name]: the host inventory has no tier `databse`\nhint: did you mean `database`?",
                "error[unknown-name]: the host inventory has no tier `app` at `pmpta`\nhint: the sites that have it are `pmtpa`",
            ])
    }

    @Test func wrongHostInventories() throws {
        let sink = DiagnosticSink()
        let read = try #require(CSVReader(sink: sink).read(text: "tier,n\napp,5\napp,-1\napp,6\n", name: "h.csv"))
        #expect(HostInventory.read(read, columns: .init(site: nil, tier: "tier", count: "n"), sink: sink) == nil)
        #expect(sink.diagnostics.map(\.message) == ["column `n`: `-1` is outside 0 ... 1000000", "`app` stands twice"])
    }
}
