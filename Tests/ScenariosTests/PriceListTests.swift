import CloudMarket
import TestTools
import Testing

@testable import Scenarios

@Suite("Price lists: the shipped ones, a planner's own, and everything that can be wrong with one")
struct PriceListTests {
    private func read(_ text: String) -> (catalogue: PriceCatalogue?, findings: [Diagnostic]) {
        let sink = DiagnosticSink()
        let catalogue = PriceListReader(sink: sink).read(text: text, name: "p.csv")
        #expect((catalogue == nil) == sink.hasErrors)
        return (catalogue, sink.sorted)
    }

    private func problems(_ text: String) -> [String] { read(text).findings.map { "\($0.line):\($0.column): \($0.message)" } }

    @Test("the shipped lists, exactly", arguments: [("2010", 8), ("2011-11", 11), ("2026-07", 1_363)])
    func shipped(year: String, types: Int) throws {
        let sink = DiagnosticSink()
        let list = PriceListReader(sink: sink).read(path: Project.path("scenarios/data/ec2_us-east-1_on-demand_\(year).csv"))
        #expect(sink.rendered() == "")
        let catalogue = try #require(list)
        #expect(catalogue.types.count == types)
        let name = year == "2026-07" ? "a1.2xlarge" : "m1.large"
        #expect(catalogue[name]?.pricePerHour?.description == (year == "2026-07" ? "0.204" : "0.34"))
    }

    @Test("CRLF line ends, a byte order mark, a blank line and a type that is listed but not sold")
    func fromWindows() throws {
        let catalogue = try #require(
            read("\u{FEFF}instance_type,vcpu,usd_per_hour\r\nm7g.large,2,0.0816\r\n\r\ndl2q.24xlarge,96,\r\n").catalogue)
        #expect(catalogue["m7g.large"]?.pricePerHour?.picodollars == 81_600_000_000)
        #expect(try #require(catalogue["dl2q.24xlarge"]).pricePerHour == nil)
        #expect(catalogue["m7g.huge"] == nil)
        #expect(catalogue.types.map(\.name) == ["m7g.large", "dl2q.24xlarge"])
    }

    @Test("a planner's own list: columns in any order and case, comments, quotes")
    func plannersOwn() throws {
        let catalogue = try #require(
            read(
                #"""
                # measured by us, May 2010
                Linux_USD_per_hour,instance_type,remark
                # "a quote
                0.34, m1.large ,"quick, and ""cheap"""
                .085,m1.small,
                """#
            ).catalogue)
        #expect(catalogue["m1.large"]?.pricePerHour?.description == "0.34")
        #expect(catalogue["m1.small"]?.pricePerHour?.description == "0.085")
        #expect(catalogue.index(of: "m1.small") == 1)
    }

    @Test("everything wrong is reported at once, with its place")
    func allAtOnce() {
        let text = """
            instance_type,vcpu,usd_per_hour
            a,1,0.10
            é,1,$0.30
            a,1,0.40
            ,1,-0.50
            c,1
            d,1,0.5,9
            e,1,
            """
        #expect(
            problems(text) == [
                "3:5: the price is wrong: `$0.30` is not a decimal number",
                "4:1: instance type `a` stands twice",
                "5:1: column `instance_type`: the value is missing",
                "5:4: the price is wrong: `-0.50` is negative",
                "6:3: this row has 2 fields, the header has 3",
                "7:9: this row has 4 fields, the header has 3",
            ])
    }

    @Test("a missing column is named together with the one that was probably meant")
    func missingColumn() {
        #expect(problems("# of 2010\ninstance_typ,usd_per_hour\na,1\n") == ["2:1: `p.csv` has no column `instance_type`"])
        #expect(read("instance_typ,usd_per_hour\na,1\n").findings.map(\.hint) == ["did you mean `instance_typ`?"])
        #expect(read("instance_type,usd_per_our\na,1\n").findings.map(\.hint) == ["did you mean `usd_per_our`?"])
        #expect(problems("foo,bar\n1,2\n").count == 2)
        #expect(
            problems("instance_type,usd_per_hour,linux_usd_per_hour\na,1,1\n") == [
                "1:1: the columns `usd_per_hour` and `linux_usd_per_hour` say the same"
            ])
    }

    @Test("an empty list, another separator, an open quote and text behind a quote are errors")
    func malformedText() {
        #expect(problems("# nothing\n\n") == ["0:0: `p.csv` is empty"])
        #expect(problems("instance_type,usd_per_hour\n") == ["0:0: `p.csv` has a header but no rows"])
        #expect(problems("instance_type;usd_per_hour\na;0.1\n") == ["1:1: the header is a single column with semicolons in its name"])
        #expect(problems("instance_type,usd_per_hour\na,\"0.1\nb,0.2\n") == ["2:3: this quote is never closed"])
        #expect(
            problems("instance_type,usd_per_hour\na,\"0.1\"x\n") == ["2:8: a comma or the end of the line must follow a closing quote"])
    }

    @Test("findings and types are bounded")
    func bounded() {
        #expect(problems("instance_type,usd_per_hour\n" + String(repeating: "a,b,c\n", count: 1_000)).count == DiagnosticSink().limit)
        let lines = (0...PriceListReader.typeBound).map { "t\($0),1\n" }.joined()
        #expect(problems("instance_type,usd_per_hour\n" + lines) == ["100002:1: more than 100000 instance types"])
    }
}
