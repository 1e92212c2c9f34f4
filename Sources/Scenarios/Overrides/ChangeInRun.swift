/// Which values of a scenario can be changed in the middle of a run: those that the procedure looks at when it comes to what they say.
///
/// What has begun goes on as it began: a batch with its nodes, a transfer at its rate.
public enum ChangeInRun {
    /// The paths, with `*` for a name.
    public static let paths =
        ["drain", "install", "restart", "warm-up", "verify", "batch", "variation"].map { "tiers.*.software.\($0)" }
        + ["threads", "copy-rate", "chunk", "window", "streams"].map { "data.\($0)" }
        + ["throttle.utilisation-ceiling", "throttle.interference"]
        + ["attempts", "keep", "pause-between-attempts", "soak", "verify-data", "promotion", "in-flight", "redirect"].map {
            "procedure.\($0)"
        }
        + [
            "bootstrap", "testing", "switch-at", "final-checks", "final-lag", "keep-old", "return-testing", "return-switch",
            "release-after",
        ]
        .map { "parallel-universe.\($0)" }

    /// Whether a path is one of them.
    public static func allows(_ path: ConfigurationPath) -> Bool {
        let names = path.steps.map { step -> String? in
            if case .key(let key) = step { key } else { nil }
        }
        return paths.contains { pattern in
            let words = pattern.split(separator: ".")
            return words.count == names.count && zip(words, names).allSatisfy { $0 == "*" || String($0) == $1 }
        }
    }
}
