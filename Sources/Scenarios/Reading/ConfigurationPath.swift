/// Where a value stands in a configuration: `tiers.application.path[2].hit`.
public struct ConfigurationPath: Hashable, Sendable {
    /// One step down.
    public enum Step: Hashable, Sendable {
        /// To the value of a key.
        case key(String)
        /// To an item of a list, counted from 0.
        case index(Int)
    }

    /// The steps from the outermost mapping.
    public let steps: [Step]

    /// A path of these steps.
    public init(_ steps: [Step] = []) { self.steps = steps }

    func appending(_ step: Step) -> ConfigurationPath { ConfigurationPath(steps + [step]) }
}

extension ConfigurationPath: CustomStringConvertible {
    /// The path as `--set` takes it; names that contain more than letters, digits, `-` and `_` are in quotes.
    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key):
                if !text.isEmpty { text += "." }
                let isSimple =
                    !key.isEmpty
                    && key.unicodeScalars.allSatisfy { TextScanner.isLetter($0) || TextScanner.isDigit($0) || $0 == "-" || $0 == "_" }
                text += isSimple ? key : key.contains("\"") ? "'\(key)'" : "\"\(key)\""
            }
        }
        return text
    }
}
