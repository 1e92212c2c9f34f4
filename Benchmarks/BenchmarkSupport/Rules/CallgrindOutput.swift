/// What `valgrind --tool=callgrind` writes: the number of instructions of a whole run.
public enum CallgrindOutput {
    /// The total in a file of callgrind's, nil if there is none.
    ///
    /// The file ends with a line such as `totals: 123456`; a run that was cut short has `summary:` lines only.
    public static func total(_ text: String) -> Int? {
        for line in text.split(separator: "\n").reversed() where line.hasPrefix("totals:") || line.hasPrefix("summary:") {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
        return nil
    }
}
