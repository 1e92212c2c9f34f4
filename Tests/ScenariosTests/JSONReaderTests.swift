import Scenarios
import Testing

@Suite("JSON is read as it was written") struct JSONReaderTests {
    private func read(_ text: String) -> (value: JSONValue?, report: String) {
        let sink = DiagnosticSink()
        return (JSONReader(sink: sink).read(text: text, name: "here"), sink.rendered())
    }

    @Test("keys keep their order, numbers their digits")
    func order() throws {
        let value = try #require(read(#" {"b": [1, -2.50e3, true, null], "a": {"x": "y"}} "#).value)
        #expect(value.entries?.map(\.key) == ["b", "a"])
        #expect(value["b"]?.items == [.digits("1"), .digits("-2.50e3"), .flag(true), .null])
        #expect(value["b"]?.items?[1].double == -2500 && value["b"]?.items?[0].whole == 1)
        #expect(value["a"]?["x"]?.characters == "y" && value["a"]?["z"] == nil && value["x"] == nil)
    }

    @Test("what the writer escapes, and what others do")
    func escapes() {
        let text = "a \"quoted\" back\\slash, tab\t, line\n, \u{1F98B} and \u{2028}"
        #expect(read(JSONValue.text(text).serialized()).value == .text(text))
        #expect(read(#""\u00e9\ud83e\udd8b\/\b\f""#).value?.characters == "\u{E9}\u{1F98B}/\u{8}\u{C}")
    }

    @Test("an empty list, an empty object")
    func empty() {
        #expect(read("[]").value == .list([]) && read("{ }").value == .object([]))
    }

    @Test(
        "what is wrong, and where",
        arguments: [
            ("{\"a\": 1,\n \"b\" 2}", "here:2:6", "`:` is missing after a key"), ("[1, 2", "here:1:6", "`,` or `]` is missing"),
            ("[1,]", "here:1:4", "this is no value"), ("{\"a\": \u{E9}}", "here:1:7", "this is no value"),
            ("", "here:1:1", "a value is missing"),
            ("{} {}", "here:1:4", "the value has ended, and more follows"), ("{1: 2}", "here:1:2", "a key in quotes is missing"),
            ("\"a\nb\"", "here:1:3", "a text goes over the end of its line"), ("[\"\\q\"]", "here:1:4", "no escape begins with this"),
            ("[.5]", "here:1:2", "this is no value"), ("[truth]", "here:1:2", "this is no value"),
            ("\"open", "here:1:6", "a text is not closed"),
        ])
    func slips(_ text: String, place: String, message: String) {
        let (value, report) = read(text)
        #expect(value == nil)
        #expect(report.contains(message) && report.contains("--> \(place)\n"), "\(report)")
    }

    @Test("nested too deep")
    func depth() {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(read(nested(64)).value != nil)
        #expect(read(nested(65)).report.contains("deeper than 64"))
    }
}
