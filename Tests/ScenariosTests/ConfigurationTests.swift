import SimulationKernel
import Testing

@testable import Scenarios

@Suite struct ConfigurationTests {
    @Test func valuesArriveWithTheirTypes() throws {
        let (reading, text) = ExampleConfiguration.read(ExampleConfiguration.yaml)
        #expect(text.isEmpty)
        let value = try #require(reading).value
        #expect(value.start.text == "2009-06-09T05:00Z" && value.deadline == nil)
        #expect(value.sites == ["tampa", "cloud"] && value.tiers.map(\.name) == ["application", "database"])
        #expect(value.tiers[0].value.nodes == 184 && value.tiers[1].value.nodes == 1_000)
        #expect(value.tiers[0].value.drain == .seconds(90) && value.tiers[1].value.drain == .zero)
        #expect(value.tiers[0].value.hits == [0.85, 1 / 1151.0])
        #expect(value.daysOff == [.friday, .saturday] && value.boot?.parameter("scale") == 180 && !value.isHot)
    }

    @Test func theEffectiveConfigurationShowsEveryDefault() throws {
        let (reading, _) = ExampleConfiguration.read(ExampleConfiguration.yaml)
        let yaml = try #require(reading).effective.yaml
        #expect(
            yaml == """
                start: 2009-06-09T05:00Z
                deadline: none  # default
                sites:
                  tampa:
                    backbone: 20 Gbit/s  # default
                  cloud:
                    backbone: 10 Gbit/s
                tiers:
                  application:
                    site: tampa
                    nodes: 184
                    software:
                      drain: 1.5 min
                      restart: 30 s  # default
                    path:
                      - hit: 0.85
                      - hit: 1/1151
                  database:
                    site: cloud
                    nodes: 1_000
                    software:  # default
                      drain: 0 s  # default
                      restart: 30 s  # default
                    path: []  # default
                not-on:
                  - Friday
                  - Sat
                boot: weibull(shape 0.7, scale 3 min)
                hot: false  # default
                market:  # default
                  node: 0.34 USD/h  # default
                  billing: started-hour  # default
                  storage: 3 TB  # default
                  failures: 2/year  # default
                  weight: 0.5  # default
                  note: "as in 2010: by the hour"  # default
                  cheap-from: 22:00  # default
                rate: 3.9/s

                """)
        // Read again, it says the same without a default.
        let (again, text) = ExampleConfiguration.read(yaml)
        #expect(text.isEmpty)
        let effective = try #require(again).effective
        #expect(effective.yaml == yaml.replacing("  # default", with: ""))
        #expect(effective.json == reading?.effective.json)
    }

    @Test func theEffectiveConfigurationAsJSON() throws {
        let (reading, _) = ExampleConfiguration.read(
            "start: 2009-06-09T05:00Z\nsites: {a: }\ntiers:\n  x: {site: a, nodes: 2 k, path: [{hit: 85 %}]}\nrate: 1/s\n")
        let json = try #require(reading).effective.json
        #expect(json.contains("  \"deadline\": null,\n"))
        #expect(json.contains("\"nodes\": 2000,\n"))
        #expect(json.contains("\"hit\": 0.85\n"))
        #expect(json.contains("\"hot\": false,\n"))
        #expect(json.contains("\"note\": \"as in 2010: by the hour\""))
        #expect(json.contains("\"storage\": \"3 TB\""))
    }

    @Test func numbersAreListedForSensitivityAnalysis() throws {
        let (reading, _) = ExampleConfiguration.read(ExampleConfiguration.yaml)
        let parameters = try #require(reading).parameters
        func parameter(_ path: String) throws -> NumericParameter { try #require(parameters.first { $0.path == path }) }
        #expect(parameters.filter(\.isAssumption).map(\.path) == ["sites.cloud.backbone", "tiers.application.nodes", "boot"])
        #expect(try parameter("tiers.application.software.drain").tag == .derived)
        #expect(try parameter("tiers.application.software.drain").value == 90)
        #expect(try parameter("tiers.application.nodes").place?.description == "example.yaml:9:12")
        #expect(try parameter("market.node").isDefault)
        #expect(try parameter("market.node").text(for: 0.17) == "0.17 USD/h")
        #expect(try parameter("boot").text(for: 360) == "weibull(shape 0.7, scale 6 min)")
        #expect(try parameter("tiers.application.path[1].hit").value == 1 / 1151.0)
        // Every parameter can be set to what it is and to another value.
        for parameter in parameters {
            let sets = [parameter.value, parameter.value * 0.5].map { "\(parameter.path)=\(parameter.text(for: $0))" }
            for set in sets where !parameter.path.contains("database.path") {
                let (changed, text) = ExampleConfiguration.read(ExampleConfiguration.yaml, set: [set])
                #expect(text.isEmpty, "\(set)")
                #expect(changed != nil, "\(set)")
            }
        }
    }

    @Test func aTagIsALetterAloneOrBeforePunctuation() {
        let cases: [(String, FigureTag?)] = [
            ("x: 1 # A", .assumption), ("x: 1 # A: guess", .assumption), ("x: 1  #A, guess", .assumption),
            ("x: 1 # A (guess)", .assumption),
            ("x: 1 # A few", nil), ("x: 1 # Also", nil), ("x: 1 # S wikitech", nil), ("x: 1 # S: wikitech", .source),
            ("x: 1 # D", .derived),
            ("x: 1#A", nil), ("x: '1 # A'", nil), ("x: \"a \\\" # A\" # D", .derived), ("x: it's # A", .assumption), ("x: 1", nil),
        ]
        for (line, expected) in cases {
            let comment = SourceText(name: "f", text: line).comment(onLine: 1)
            #expect(comment.flatMap(FigureTag.init(comment:)) == expected, "\(line)")
        }
    }

    @Test func optionalKeysMayBeAbsentNoneOrGiven() throws {
        func deadline(_ line: String) -> (ConfigurationReader.Reading<ExampleConfiguration>?, String) {
            ExampleConfiguration.read(ExampleConfiguration.yaml + "\n" + line)
        }
        #expect(deadline("deadline: none").0?.value.deadline == nil)
        #expect(deadline("deadline:").0?.effective.yaml.contains("\ndeadline: none\n") == true)
        #expect(deadline("deadline: 2009-06-12T00:00Z").0?.value.deadline?.text == "2009-06-12T00:00Z")
    }

    @Test func askingTwiceForAKeyIsABug() async {
        await #expect(processExitsWith: .failure) {
            let sink = DiagnosticSink()
            guard let document = DocumentReader(sink: sink).read(text: "a: 1", name: "f") else { return }
            _ = ConfigurationReader.read(document, sink: sink) { reader in
                reader.count("a", in: 0...5, doc: "") + reader.count("a", in: 0...5, doc: "")
            }
        }
        await #expect(processExitsWith: .failure) {
            _ = ConfigurationReader.schema(title: "x") { $0.duration("a", default: "5 parsecs", doc: "") }
        }
    }
}
