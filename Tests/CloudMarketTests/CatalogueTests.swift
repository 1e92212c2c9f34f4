import Testing

@testable import CloudMarket

@Suite("Catalogue: the shipped price lists, a planner's own, and everything that can be wrong with one")
struct CatalogueTests {
    private func problems(_ text: String) -> [String] {
        do throws(CatalogueError) {
            _ = try PriceCatalogue(parsing: text)
            return []
        } catch {
            return error.diagnostics.map { "\($0.line):\($0.column): \($0.message)" }
        }
    }

    private func hints(_ text: String) -> [String] {
        do throws(CatalogueError) {
            _ = try PriceCatalogue(parsing: text)
            return []
        } catch {
            return error.diagnostics.map(\.hint)
        }
    }

    @Test("the columns of 2011")
    func columnsOf2011() throws {
        let catalogue = try PriceCatalogue(
            parsing: """
                instance_type,name,memory_gb,ecu,local_storage_gb,io_performance,linux_usd_per_hour
                m1.large,Standard Large,7.5,4,850,High,0.34
                t1.micro,Micro,0.6,2,EBS only,Low,0.02
                m2.xlarge,High-Memory Extra Large,17.1,6.5,420,Moderate,0.50
                """)
        let large = try #require(catalogue["m1.large"])
        #expect(try large.pricePerHour == UnitPrice(parsing: "0.34"))
        #expect(large.memoryBytes == 7_500_000_000)
        #expect(large.computeUnits == 4)
        #expect(large.localStorageBytes == 850_000_000_000)
        #expect(large.virtualCPUs == nil)
        #expect(catalogue["t1.micro"]?.localStorageBytes == nil)
        #expect(catalogue["m2.xlarge"]?.computeUnits == 6.5)
        #expect(catalogue["m2.xlarge"]?.memoryBytes == 17_100_000_000)
        #expect(catalogue.ignoredColumns == ["name", "io_performance"])
        #expect(catalogue.types.map(\.name) == ["m1.large", "t1.micro", "m2.xlarge"])
        #expect(catalogue.nearestName(to: "m1.larg") == "m1.large")
        #expect(catalogue.nearestName(to: "something-else") == nil)
    }

    @Test("the columns of 2026, with CRLF line ends and a type that is listed but not sold")
    func columnsOf2026() throws {
        let catalogue = try PriceCatalogue(
            parsing: "\u{FEFF}instance_type,vcpu,memory_mib,network_mbps,ebs_mbps,local_nvme_gib,arch,usd_per_hour\r\n"
                + "m7g.large,2,8192,937,10000,,arm64,0.0816\r\n\r\n"
                + "dl2q.24xlarge,96,786432,100000,19000,,amd64,\r\nm6id.large,2,8192,781,10000,118,amd64,0.11865\r\n")
        let large = try #require(catalogue["m7g.large"])
        #expect(large.pricePerHour?.picodollars == 81_600_000_000)
        #expect(large.virtualCPUs == 2)
        #expect(large.memoryBytes == 8 << 30)
        #expect(large.networkBytesPerSecond == 117_125_000)
        #expect(large.blockStorageBytesPerSecond == 1_250_000_000)
        #expect(large.localStorageBytes == nil)
        #expect(large.architecture == "arm64")
        #expect(catalogue["m6id.large"]?.localStorageBytes == 118 << 30)
        let unsold = try #require(catalogue["dl2q.24xlarge"])
        #expect(unsold.pricePerHour == nil)
        #expect(catalogue.ignoredColumns.isEmpty)
        #expect(catalogue.types.count == 3)
    }

    @Test("a planner's own list: two columns in any order, comments, quotes, own cores")
    func plannersOwn() throws {
        let catalogue = try PriceCatalogue(
            parsing: #"""
                # measured by us, May 2010
                usd_per_hour,instance_type,cores,Network_Gbps,remark
                0.34, m1.large ,1.9,1,"quick, and ""cheap"""
                .085,m1.small,,0.25,
                """#)
        #expect(catalogue["m1.large"]?.cores == 1.9)
        #expect(catalogue["m1.large"]?.networkBytesPerSecond == 125_000_000)
        #expect(catalogue["m1.small"]?.networkBytesPerSecond == 31_250_000)
        #expect(catalogue["m1.small"]?.cores == nil)
        #expect(catalogue["m1.small"]?.pricePerHour?.description == "0.085")
        #expect(catalogue.ignoredColumns == ["remark"])
    }

    @Test("everything wrong is reported at once, with its place")
    func allAtOnce() {
        let text = """
            instance_type,vcpu,usd_per_hour
            a,1,0.10
            b,x,0.20
            é,1,$0.30
            a,1,0.40
            ,1,0.50
            c,1
            d,1,0.5,9
            e,1,
            """
        #expect(
            problems(text) == [
                "3:3: column `vcpu` is wrong: `x` is not a decimal number",
                "4:5: the price is wrong: `$0.30` is not a decimal number",
                "5:1: instance type `a` stands on line 2 already",
                "6:1: an instance type without a name",
                "7:3: 2 fields, the header has 3",
                "8:5: 4 fields, the header has 3",
            ])
    }

    @Test("a missing column is named together with the one that was probably meant")
    func missingColumn() {
        #expect(problems("instance_typ,usd_per_hour\na,1\n") == ["1:1: column `instance_type` is missing"])
        #expect(hints("instance_typ,usd_per_hour\na,1\n") == ["was `instance_typ` meant to be `instance_type`?"])
        #expect(hints("instance_type,usd_per_our\na,1\n") == ["was `usd_per_our` meant to be `usd_per_hour`?"])
        #expect(hints("foo,bar\n1,2\n").count == 2)
        #expect(
            problems("instance_type,usd_per_hour,linux_usd_per_hour\n") == [
                "1:28: column `linux_usd_per_hour` says what an earlier column says"
            ])
    }

    @Test("an empty list, an open quote and text behind a quote are errors")
    func malformedText() {
        #expect(problems("") == ["1:1: the price list is empty"])
        #expect(problems("# nothing\n\n") == ["1:1: the price list is empty"])
        #expect(problems("instance_type,usd_per_hour\n") == ["1:1: the price list names no instance type"])
        #expect(problems("instance_type,usd_per_hour\na,\"0.1\nb,0.2\n") == ["2:3: a quoted field has no end"])
        #expect(problems("instance_type,usd_per_hour\na,\"0.1\"x\n") == ["2:8: text behind a closing quote"])
        #expect(problems("instance_type;usd_per_hour\na;0.1\n").count == 2)
        #expect(
            problems("instance_type,memory_gb,usd_per_hour\na,99999999999999,1\n") == [
                "2:3: column `memory_gb` is wrong: `99999999999999` is not below 2^63 units"
            ])
    }

    @Test("an error is bounded however much is wrong")
    func bounded() {
        let text = "instance_type,usd_per_hour\n" + String(repeating: "a,b,c\n", count: 1_000)
        #expect(problems(text).count == PriceCatalogue.diagnosticBound)
    }
}
