import Foundation

/// One `--vary PATH=VALUES`: `tiers.web.nodes=2,4,8`, `data.row-time=100 us..400 us/4` or `.../4/log`.
///
/// A comma inside brackets, braces or quotes belongs to a value.
public enum VariedText {
    /// What is wrong with it.
    public struct Problem: Error, Hashable {
        /// In words.
        public var message: String
        /// What to do.
        public var hint: String
    }

    /// Reads it.
    public static func factor(_ text: String) throws(Problem) -> FactorDescription {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw Problem(message: "this is not PATH=VALUES", hint: "write it like `tiers.web.nodes=2,4,8`")
        }
        let path = text[..<equals].trimmed
        let rest = text[text.index(after: equals)...].trimmed
        guard !rest.isEmpty else { throw Problem(message: "`\(path)` has no values", hint: "write it like `\(path)=2,4,8`") }
        if let dots = rest.range(of: "..") { return FactorDescription(path: path, values: try range(rest, dots)) }
        let values = split(rest)
        guard !values.contains("") else {
            throw Problem(message: "one of the values of `\(path)` is empty", hint: "separate values by single commas")
        }
        return FactorDescription(path: path, values: .listed(values))
    }

    private static func range(_ text: String, _ dots: Range<String.Index>) throws(Problem) -> FactorDescription.Values {
        var parts = text[dots.upperBound...].split(separator: "/", omittingEmptySubsequences: false).map { $0.trimmed }
        let isLogarithmic = parts.last == "log"
        if isLogarithmic { parts.removeLast() }
        var steps: Int?
        if parts.count > 1, let number = Int(parts[parts.count - 1]) {
            guard (2...1_000_000).contains(number) else {
                throw Problem(message: "a range has 2 to 1000000 steps, not \(number)", hint: "write it like `1..8/4`")
            }
            steps = number
            parts.removeLast()
        }
        // What is left may have a slash of its own, such as `10 MB/s`.
        let (from, to) = (text[..<dots.lowerBound].trimmed, parts.joined(separator: "/"))
        guard !from.isEmpty, !to.isEmpty else { throw Problem(message: "the range has an open end", hint: "write it like `1..8/4`") }
        return .range(from: from, to: to, steps: steps, isLogarithmic: isLogarithmic)
    }

    private static func split(_ text: String) -> [String] {
        var (values, current, depth) = ([String](), "", 0)
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if "([{".contains(character) {
                depth += 1
            } else if ")]}".contains(character) {
                depth -= 1
            } else if character == ",", depth == 0 {
                values.append(current[...].trimmed)
                current = ""
                continue
            }
            current.append(character)
        }
        return values + [current[...].trimmed]
    }
}

extension Substring {
    /// Without spaces at its ends.
    fileprivate var trimmed: String {
        var rest = self
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
