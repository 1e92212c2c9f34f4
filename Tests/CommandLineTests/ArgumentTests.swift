import TestTools
import Testing

/// Arguments that are wrong, and the beginning of what the program says.
struct WrongArguments: Sendable, CustomTestStringConvertible {
    let arguments: [String]
    let errors: String

    var testDescription: String { arguments.joined(separator: " ") }

    static let all = [
        WrongArguments(
            arguments: ["compare", "shop.yaml", "--replications", "0"], errors: "Error: `--replications 0` is outside 1 ... 1000000\n"),
        WrongArguments(arguments: ["compare", "shop.yaml", "--jobs", "-1"], errors: "Error: `--jobs -1` is outside 1 ... 4096\n"),
        WrongArguments(
            arguments: ["compare", "shop.yaml", "--replications", "-1"], errors: "Error: `--replications -1` is outside 1 ... 1000000\n"),
        WrongArguments(
            arguments: ["compare", "shop.yaml", "--seed", "-1"], errors: "Error: The value '-1' is invalid for '--seed <seed>'"),
        WrongArguments(
            arguments: ["compare", "shop.yaml", "--ledger-runs", "-1"], errors: "Error: `--ledger-runs -1` is outside 0 ... 100000\n"),
        WrongArguments(
            arguments: ["compare", "shop.yaml", "--trace-replications", "2"],
            errors: "Error: `--trace-replications 2` needs `--trace FOLDER` to say where traces go\n"),
        WrongArguments(arguments: ["compare", "shop.yaml", "--jobs", "5000"], errors: "Error: `--jobs 5000` is outside 1 ... 4096\n"),
        WrongArguments(
            arguments: ["compare", "shop.yaml", "--seed", "one"], errors: "Error: The value 'one' is invalid for '--seed <seed>'\n"),
        WrongArguments(
            arguments: ["compare", "shop.yaml", "--trace", "t", "--trace-replications", "some"],
            errors: "Error: `--trace-replications some` is neither a number nor `all`\n"),
        WrongArguments(
            arguments: ["compare", "shop.yaml", "--format", "xml"], errors: "Error: The value 'xml' is invalid for '--format <format>'"),
        WrongArguments(arguments: ["compare"], errors: "Error: Missing expected argument '<scenario>'\n"),
        WrongArguments(
            arguments: ["compare", "shop.yaml", "--replicatons", "3"],
            errors: "Error: Unknown option '--replicatons'. Did you mean '--replications'?"),
        WrongArguments(arguments: ["comparee", "shop.yaml"], errors: "Error: "),
        WrongArguments(
            arguments: ["run", "shop.yaml", "--strategy", "big-flop"],
            errors: "error: there is no strategy `big-flop`\nhint: did you mean `big-flip`?\n"),
        WrongArguments(arguments: ["run", "shop.yaml"], errors: "Error: Missing expected argument '--strategy <strategy>'\n"),
    ]
}

@Suite("Arguments")
struct ArgumentTests {
    @Test("wrong ones: exit code 64, nothing on standard output, nothing written", arguments: WrongArguments.all)
    func wrong(_ wrong: WrongArguments) throws {
        let folder = try ShopScenario.folder()
        let result = try CommandRunner.run(wrong.arguments, in: folder.path)
        #expect(result.status == 64)
        #expect(result.output == "")
        #expect(result.errors.hasPrefix(wrong.errors), "\(result.errors)")
        #expect(folder.contents == ["prices.csv", "shop.yaml"])
    }

    @Test("help and version go to standard output")
    func help() throws {
        let help = try CommandRunner.run(["--help"])
        #expect(help.status == 0)
        #expect(help.errors == "")
        for command in ["compare", "run", "validate", "schema", "init", "inspect", "export"] {
            #expect(help.output.contains("\n  \(command) "))
        }
        let version = try CommandRunner.run(["--version"])
        #expect(version.status == 0)
        #expect(version.output.firstMatch(of: #/^\d+\.\d+\.\d+\n$/#) != nil)
    }

    @Test("a value set on the command line is in effect, wherever the scenario has another")
    func set() throws {
        let folder = try ShopScenario.folder()
        let result = try CommandRunner.run(
            ["validate", "--effective", "shop.yaml", "--set", "tiers.web.nodes=7", "--set", "workload.classes.save.ratio=0.1"],
            in: folder.path)
        #expect(result.status == 0)
        #expect(result.errors == "")
        #expect(result.output.contains("\n    nodes: 7\n"))
        #expect(result.output.contains("\n      ratio: 0.1\n"))
        let plain = try CommandRunner.run(["validate", "shop.yaml", "--set", "tiers.web.nodes=7"], in: folder.path)
        #expect(plain.output.hasPrefix("shop: valid; 10 nodes in 2 tiers, "))
    }
}
