import BenchmarkSupport
import Foundation

/// Finds out what machine this is.
enum MachineDescription {
    /// The machine.
    static var current: Machine {
        Machine(
            processor: field("model name", of: "/proc/cpuinfo") ?? architecture, cores: ProcessInfo.processInfo.activeProcessorCount,
            memoryGigabytes: (Double(ProcessInfo.processInfo.physicalMemory) / 1e8).rounded() / 10, system: system, load: load)
    }

    /// Versions by name.
    static var versions: [String: String] { ["swift": compiler] }

    /// The compiler's version, as far as it can be told apart when compiling.
    static var compiler: String {
        #if compiler(>=6.4)
            "6.4 or later"
        #elseif compiler(>=6.3)
            "6.3"
        #else
            "6.2"
        #endif
    }

    /// Architecture of the processor.
    static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "other"
        #endif
    }

    /// How the program was built.
    static var build: String {
        #if DEBUG
            "debug"
        #else
            "release"
        #endif
    }

    /// Now, in ISO 8601.
    static var date: String { ISO8601DateFormatter().string(from: Date()) }

    private static var system: String {
        var names = utsname()
        uname(&names)
        let release = withUnsafeBytes(of: names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return "Linux \(release) \(architecture)"
    }

    private static var load: Double? {
        text("/proc/loadavg").flatMap { $0.split(separator: " ").first }.flatMap { Double($0) }
    }

    private static func field(_ name: String, of path: String) -> String? {
        text(path)?.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap { $0.split(separator: ":").last }.map {
            $0.trimmingCharacters(in: .whitespaces)
        }
    }

    private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
