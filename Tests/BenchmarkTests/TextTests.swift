import BenchmarkSupport
import Testing

@Suite("figures, tables and documents") struct TextTests {
    @Test(
        "three digits",
        arguments: [
            (0.0, "0"), (0.1234, "0.123"), (1.234, "1.23"), (9.996, "10.0"), (12.34, "12.3"), (99.96, "100"), (123.4, "123"),
            (9_994, "9,994"), (1_234_567, "1,230,000"), (-12.34, "-12.3"), (.nan, "-"),
        ])
    func short(value: Double, text: String) { #expect(Figures.short(value) == text) }

    @Test("units that fit")
    func units() {
        #expect(Figures.value(45.6, "ns") == "45.6 ns")
        #expect(Figures.value(1_170, "ns") == "1.17 us")
        #expect(Figures.value(3.6e9, "ns") == "3.60 s")
        #expect(Figures.value(1.949, "x") == "1.95 x")
        #expect(Figures.value(1_842, "B") == "1,842 B")
        #expect(Figures.rate(15_200_000) == "15.2 M/s")
        #expect(Figures.rate(nil) == "")
        #expect(Figures.change(-0.1234) == "-12.3 %")
    }

    @Test("columns are aligned")
    func table() {
        var table = TextTable(["name", "time"])
        table.append(["a", "1.5 ns"])
        table.append(["longer", "12 ns"])
        #expect(table.text == "name      time\n--------------\na       1.5 ns\nlonger   12 ns\n")
        #expect(table.markdown == "| name | time |\n| --- | ---: |\n| a | 1.5 ns |\n| longer | 12 ns |\n")
    }

    @Test("what stands between markers is replaced, and nothing else")
    func sections() throws {
        let document = "before\n<!-- a -->\nold\n<!-- end of a -->\nafter\n"
        let replaced = try MarkedSections.replace("a", in: document, with: "| new |\n")
        #expect(replaced == "before\n<!-- a -->\n\n| new |\n\n<!-- end of a -->\nafter\n")
        #expect(try MarkedSections.replace("a", in: replaced, with: "| new |\n") == replaced)
        #expect(throws: MarkedSections.MissingMarker.self) { try MarkedSections.replace("b", in: document, with: "") }
    }

    @Test("rivals stand beside this program, by times")
    func rivals() {
        let rows = [row([50], program: "chrysalis"), row([200], program: "ns-3"), row([60], pending: 100_000, program: "chrysalis")]
        let table = RivalComparison.table(result(rows, versions: ["ns-3": "3.37"]), .events)
        #expect(table.header == ["program", "hold 1e3", "times", "hold 1e5", "times"])
        #expect(table.rows == [["chrysalis", "50.0 ns", "1", "60.0 ns", "1"], ["ns-3 3.37", "200 ns", "4.00", "-", "-"]])
    }
}
