import Foundation
import TestTools

/// A command shown in a guide, with the output that the guide claims for it.
struct ConsoleExample: CustomStringConvertible {
    /// File and line of the command.
    var place: String
    /// What follows the prompt.
    var command: String
    /// Lines of output; a line of three dots stands for any number of lines.
    var expected: [String]

    var description: String { "\(place): \(command)" }

    /// Whether an output is as claimed.
    func matches(_ output: [String]) -> Bool { Self.matches(expected[...], output[...]) }

    private static func matches(_ expected: ArraySlice<String>, _ output: ArraySlice<String>) -> Bool {
        guard let first = expected.first else { return output.isEmpty }
        if first == "..." {
            return (output.startIndex...output.endIndex).contains { matches(expected.dropFirst(), output[$0...]) }
        }
        return output.first == first && matches(expected.dropFirst(), output.dropFirst())
    }
}

/// The examples of a guide: fenced blocks marked `console`, commands behind `$ `.
enum ConsoleExamples {
    /// All examples of a guide, in order.
    static func read(_ name: String) throws -> [ConsoleExample] {
        let text = try String(contentsOfFile: Project.path(name), encoding: .utf8)
        var (examples, isInside) = ([ConsoleExample](), false)
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") {
                isInside = line == "```console"
            } else if isInside, line.hasPrefix("$ ") {
                examples.append(ConsoleExample(place: "\(name):\(number + 1)", command: String(line.dropFirst(2)), expected: []))
            } else if isInside, !examples.isEmpty {
                examples[examples.count - 1].expected.append(String(line))
            }
        }
        return examples
    }
}
