/// A place where a rule of the house is broken.
struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The file, from the root of the repository.
    let path: String
    /// The line, from one.
    let line: Int
    /// What is wrong and, where that isn't obvious, what to do.
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}
