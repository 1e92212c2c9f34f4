/// Finds what a mistyped word was meant to be.
public enum NearestWord {
    /// The candidate nearest to a word, or nil if none is near.
    ///
    /// Near means: equal but for case and for `-`, `_` and spaces, or at most a third of the longer word's characters away
    /// (at least one). The first of equally near candidates wins.
    ///
    /// - Complexity: O(number of candidates x product of the lengths); words over 100 characters are not compared.
    public static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        let wanted = folded(word)
        guard !wanted.isEmpty, wanted.count <= 100 else { return nil }
        var best: (candidate: String, distance: Int)?
        for candidate in candidates where candidate != word {
            let offered = folded(candidate)
            guard offered.count <= 100 else { continue }
            let allowed = max(1, max(wanted.count, offered.count) / 3)
            guard abs(wanted.count - offered.count) <= allowed, best.map({ $0.distance > 0 }) ?? true else { continue }
            let distance = distance(wanted, offered)
            // One edit turns any one-letter word into any other: that is no resemblance.
            guard distance <= allowed, distance < max(wanted.count, offered.count) else { continue }
            if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
        }
        return best?.candidate
    }

    /// `did you mean ...?` for the nearest candidate; failing that, all candidates if they are few.
    public static func hint(for word: String, in candidates: [String], called kind: String) -> String? {
        if let nearest = nearest(to: word, in: candidates) { return "did you mean `\(nearest)`?" }
        guard !candidates.isEmpty else { return nil }
        let shown = candidates.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
        return "\(kind): \(shown)\(candidates.count > 12 ? " and \(candidates.count - 12) more" : "")"
    }

    /// How many edits two words are apart, but for case and for `-`, `_` and spaces.
    static func distance(from first: String, to second: String) -> Int { distance(folded(first), folded(second)) }

    /// The Damerau-Levenshtein distance: insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
    ///
    /// This is the unrestricted form (Lowrance and Wagner 1975, doi:10.1145/321879.321880), in which letters may still be edited
    /// between two that were swapped. With `d(i, j)` the distance of the prefixes and `(k, l)` the last earlier positions at which
    /// `b[j]` stands in the first word and `a[i]` in the second,
    ///
    ///     d(i, j) = min(d(i-1, j) + 1, d(i, j-1) + 1, d(i-1, j-1) + (a[i] == b[j] ? 0 : 1),
    ///                   d(k-1, l-1) + (i-k-1) + 1 + (j-l-1))
    static func distance(_ first: [Character], _ second: [Character]) -> Int {
        let far = first.count + second.count
        let width = second.count + 2
        var table = [Int](repeating: far, count: (first.count + 2) * width)
        for row in 0...first.count { table[(row + 1) * width + 1] = row }
        for column in 0...second.count { table[width + column + 1] = column }
        var lastRow: [Character: Int] = [:]
        for row in 1..<(first.count + 1) {
            var lastColumn = 0
            for column in 1..<(second.count + 1) {
                let swapRow = lastRow[second[column - 1]] ?? 0
                let swapColumn = lastColumn
                let equal = first[row - 1] == second[column - 1]
                if equal { lastColumn = column }
                table[(row + 1) * width + column + 1] = min(
                    table[row * width + column] + (equal ? 0 : 1),
                    table[(row + 1) * width + column] + 1,
                    table[row * width + column + 1] + 1,
                    table[swapRow * width + swapColumn] + (row - swapRow - 1) + 1 + (column - swapColumn - 1))
            }
            lastRow[first[row - 1]] = row
        }
        return table[(first.count + 1) * width + second.count + 1]
    }

    private static func folded(_ word: String) -> [Character] {
        word.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }.map { $0 }
    }
}
