import ArgumentParser
import BenchmarkSupport
import Foundation

/// The regression gate.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Count instructions and hold them against the baseline; exit 1 if there are more than 2 % more.",
        discussion: """
            Instructions per operation are counted by callgrind and repeatable; times of the hold model are taken relative to a textbook heap \
            in the same run and may be 1.5 times the recorded ratio, since they are times. Where something improved by more than 2 %, \
            `--record` makes that the new baseline.
            """)

    @Option(help: ArgumentHelp("The baseline.", valueName: "file"))
    var baseline = "Benchmarks/Baselines/instructions.json"
    @Flag(help: "Write what is measured as the new baseline.")
    var record = false
    @Flag(help: "Leave the ratios out, on a machine too busy for times.")
    var instructionsOnly = false

    func run() throws {
        #if DEBUG
            throw BenchmarkFailure(message: "this is a debug build", hint: "`make bench-check` builds what is to be counted")
        #else
            try measure()
        #endif
    }

    private func measure() throws {
        let known = record ? nil : try read()
        let counter = try InstructionCounter()
        defer { counter.end() }
        let counts = try counter.count(InstructionCounter.works)
        let ratios = instructionsOnly ? known?.ratios ?? [:] : try HeapRatios.measure()
        guard let known else {
            let new = InstructionBaseline(
                compiler: MachineDescription.compiler, architecture: MachineDescription.architecture,
                instructions: counts.mapValues { ($0 * 100).rounded() / 100 }, ratios: ratios.mapValues { ($0 * 100).rounded() / 100 })
            try Console.write(new.json(), to: baseline)
            return try Console.output("recorded \(counts.count) counts and \(ratios.count) ratios in \(baseline)\n")
        }
        if known.compiler != MachineDescription.compiler || known.architecture != MachineDescription.architecture {
            Console.note(
                "warning: the baseline is of Swift \(known.compiler) on \(known.architecture), this is \(MachineDescription.compiler) on "
                    + MachineDescription.architecture)
            Console.note("hint: another compiler makes other code; `chrysalis-benchmarks check --record` once it is the project's")
        }
        try report(known.check(instructions: counts), known.check(ratios: ratios))
    }

    private func read() throws -> InstructionBaseline {
        do {
            return try InstructionBaseline(json: Data(contentsOf: URL(fileURLWithPath: baseline)))
        } catch {
            throw BenchmarkFailure(
                status: 65, message: "`\(baseline)` cannot be read", hint: "`chrysalis-benchmarks check --record` makes one")
        }
    }

    private func report(_ instructions: [GateLine], _ ratios: [GateLine]) throws {
        func number(_ value: Double?) -> String { value.map { Figures.decimals($0, 2) } ?? "-" }
        func table(_ title: String, _ lines: [GateLine]) throws {
            var table = TextTable([title, "baseline", "measured", "change", "at most", "verdict"])
            for line in lines {
                let change = line.measured.flatMap { now in line.expected.map { Figures.change(now / $0 - 1) } } ?? ""
                table.append([line.name, number(line.expected), number(line.measured), change, number(line.bound), line.verdict.rawValue])
            }
            try Console.output(table.text + "\n")
        }
        try table("instructions per operation", instructions)
        if !instructionsOnly { try table("time relative to the textbook heap", ratios) }
        let lines = instructions + ratios
        if lines.contains(where: { $0.verdict == .improved || $0.verdict == .unknown }) {
            Console.note("hint: improved or new; `chrysalis-benchmarks check --record` makes it the baseline, to be committed")
        }
        let failures = lines.count(where: \.isFailure)
        try Console.output(failures == 0 ? "the gate passes\n" : "the gate fails: \(failures) of \(lines.count)\n")
        if failures > 0 {
            Console.note(
                "hint: `valgrind --tool=callgrind` on `chrysalis-benchmarks once NAME` shows where; if it is worth it, `check --record`")
            throw ExitCode(1)
        }
    }
}
