/// Finds keys among those of a mapping. Few are compared one after the other, which takes less than hashing one.
struct KeyIndex {
    private static let few = 8

    private var keys: [String] = []
    /// Where each key stands; empty while there are few.
    private var positions: [String: Int] = [:]

    init(_ keys: [String] = []) {
        for key in keys { append(key) }
    }

    /// Adds a key; of equal ones the first is found.
    mutating func append(_ key: String) {
        keys.append(key)
        if keys.count == Self.few + 1 {
            positions = Dictionary(keys.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        } else if keys.count > Self.few, positions[key] == nil {
            positions[key] = keys.count - 1
        }
    }

    /// Where a key stands; nil if it is not there.
    func position(of key: String) -> Int? { keys.count <= Self.few ? keys.firstIndex(of: key) : positions[key] }
}
