extension BannedCall {
    /// Every call that is banned somewhere.
    static let all = concurrency + randomness + wallClock + process + ends + mathematics

    /// What runs outside of the run's executor is not in simulated time, not deterministic, and not ended with the run.
    private static let concurrency = [
        "Task.detached", "Task.sleep", "Task.immediate", "Task.immediateDetached", "Task.init", "Task {", "Task (",
    ].map {
        BannedCall($0, in: .sources, except: ["Sources/SimulationKernel/Procedures"], "use a procedure of the simulation or a task group")
    }

    /// The command line draws a seed where none is given, and prints it.
    private static let randomness =
        [
            ".random(in", ".random()", ".randomElement()", ".shuffled()", ".shuffle()", "SystemRandomNumberGenerator", "arc4random",
            "drand48",
        ].map { BannedCall($0, in: .sourcesButCommandLine, "randomness comes from a named stream of RandomStreams") } + [
            BannedCall(
                "RandomStream(", in: .model,
                except: ["Sources/RandomStreams", "Sources/UpgradeStrategies/Run/UpgradeRun+Streams.swift"],
                "a run's streams are made in `UpgradeRun+Streams.swift`, which mirrors them in antithetic runs")
        ]

    private static let wallClock = [
        "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "DispatchTime", "clock_gettime", "gettimeofday",
    ].map { BannedCall($0, in: .sourcesButCommandLine, "only the command line reads the wall clock") }

    private static let process =
        ["print(", "debugPrint(", "dump(", "stdout", "stderr"].map {
            BannedCall($0, in: .sourcesButCommandLine, isGlobal: true, "only the command line prints")
        }
        + ["FileHandle.standardOutput", "FileHandle.standardError"].map {
            BannedCall($0, in: .sourcesButCommandLine, "only the command line prints")
        }
        + ["exit(", "_exit(", "abort("].map {
            BannedCall($0, in: .sourcesButCommandLine, isGlobal: true, "only the command line exits; throw a diagnostic")
        }
        + ["getenv", "ProcessInfo"].map {
            BannedCall($0, in: .sourcesButCommandLine, "only the command line reads its environment; take a parameter")
        }

    private static let ends =
        [
            BannedCall(
                "fatalError(", in: .sources, isGlobal: true, except: ["Sources/Requirements/Requirement.swift"],
                "our own bug is a `require` with its values, a bad input a typed error"),
            BannedCall("try!", in: .sources, isAttached: true, "let it throw, or explain to `requirementFailure` why it cannot"),
        ]
        + [("precondition(", "require"), ("preconditionFailure(", "requirementFailure")].map { call, better in
            BannedCall(call, in: .sources, isGlobal: true, "a release build does not say why it stops; use `\(better)`")
        }

    /// The last bits of these differ between machines, and with them the fingerprint of a run.
    private static let mathematics = [
        "exp", "exp2", "exp10", "expm1", "log", "log2", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos", "tan", "asin", "acos",
        "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc", "tgamma", "lgamma",
    ].map {
        // DeterministicMath calls its own functions by their bare names.
        BannedCall($0 + "(", in: .model, isGlobal: true, except: ["Sources/RandomStreams/Mathematics"], "use DeterministicMath")
    }
}
