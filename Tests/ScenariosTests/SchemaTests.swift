import SimulationKernel
import Testing

@testable import Scenarios

@Suite struct SchemaTests {
    @Test func aSmallSchemaInFull() {
        let schema = ConfigurationReader.schema(title: "Small") { reader in
            _ = reader.count("nodes", in: 1...9, doc: "how many")
            reader.section("soft", doc: "the software") { _ = $0.duration("drain", default: "0 s", in: .zero ... .hours(1), doc: "wait") }
            _ = reader.mapping("sites", count: 0...3, doc: "places") { _, site in site.flag("own", default: true, doc: "owned") }
            _ = reader.variant("kind", ["a", "b"], default: "a", doc: "which") { word in
                word == "b" ? reader.text("name", doc: "its name") : ""
            }
        }
        #expect(schema.text == SmallSchema.text)
    }

    @Test func alternativesAndRequiredKeys() {
        let text = ConfigurationReader.schema(title: "Example", decode: ExampleConfiguration.decode).text
        #expect(text.contains("\"required\": [\"start\", \"sites\", \"tiers\"]"))
        #expect(text.contains("\"required\": [\"site\", \"nodes\"]"))
        #expect(text.contains("\"oneOf\": [\n        {\n          \"required\": [\"rate\"]\n        },"))
        // Both alternatives are described although a document has only one.
        #expect(text.contains("\"rate\": {") && text.contains("\"series\": {"))
    }

    @Test func keysThatExcludeEachOther() {
        let text = ConfigurationReader.schema(title: "Small") { reader in
            reader.atMostOne(of: ["a", "b"]) { key in
                key == "a" ? reader.number("a", default: "1", in: 0...9, doc: "") : reader.number("b", in: 0...9, doc: "")
            }
        }.text
        #expect(text.contains("\"not\": {\n        \"required\": [\"a\", \"b\"]\n      }"))
        #expect(text.contains("\"a\": {") && text.contains("\"b\": {"))
        // Neither has to be there.
        #expect(text.ranges(of: "required").count == 1)
    }

    @Test func equalNamesInVariantsMustMeanTheSame() async {
        await #expect(processExitsWith: .failure) {
            let schema = ConfigurationReader.schema(title: "x") { reader in
                reader.variant("kind", ["a", "b"], doc: "") { word in
                    if word == "a" { _ = reader.flag("f", doc: "") } else { _ = reader.text("f", doc: "") }
                }
            }
            _ = schema.text
        }
    }

    @Test func valuesAreSerialized() {
        let value = JSONValue.object([
            ("a\"\\\n\u{1}", .text("é\u{2028}\u{202E}")),
            ("b", .list([.number(.nan), .number(-0.0), .number(0.1), .number(1e300), .integer(-3)])),
            ("c", .object([])), ("d", .number(nil)), ("e", .object([("f", .flag(true)), ("g", .list([]))])), ("h", .object([("i", .null)])),
        ])
        let first = """
              "a\\"\\\\\\n\\u0001": "é\\u2028\\u202e",
              "b": [null, 0, 0.1, 1e+300, -3],
              "c": {},
              "d": null,
            """
        let second = "  \"e\": {\n    \"f\": true,\n    \"g\": []\n  },"
        #expect(value.serialized() == "{\n\(first)\n\(second)\n  \"h\": {\n    \"i\": null\n  }\n}")
        #expect(value.serialized(objectsOnOneLine: 1) == "{\n\(first)\n\(second)\n  \"h\": {\"i\": null}\n}")
    }

    @Test func textIsEscaped() {
        #expect(JSONValue.quoted("a\"b\\c\n\u{1}é") == "\"a\\\"b\\\\c\\n\\u0001é\"")
        for (text, isNumber) in [
            ("1", true), ("-1.5", true), ("01", false), ("1.", false), ("-", false), ("1-2", false), ("1e5", false), ("", false),
        ] {
            #expect((JSONValue.numberOrText(text) == .digits(text.isEmpty ? "x" : text)) == isNumber, "\(text)")
        }
    }
}
