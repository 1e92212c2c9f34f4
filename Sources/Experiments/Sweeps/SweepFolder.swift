/// Where the files of a sweep lie in its folder.
public enum SweepFolder {
    /// What was planned.
    public static func manifest(_ folder: String) -> String { folder + "/manifest.json" }
    /// Results, a file for each shard.
    public static func shards(_ folder: String) -> String { folder + "/shards" }
    /// What one shard of so many has found.
    public static func shard(_ folder: String, _ shard: ShardSelection) -> String {
        shards(folder) + "/\(shard.number)-of-\(shard.count).points"
    }
    /// Files that were damaged.
    public static func quarantine(_ folder: String) -> String { folder + "/quarantine" }
}

/// One shard of a sweep: the configurations whose number leaves the rest `number - 1` when divided by `count`.
public struct ShardSelection: Sendable, Hashable {
    /// From 1.
    public let number: Int
    /// How many shards there are.
    public let count: Int

    /// Makes a selection; nil if there is no such shard.
    public init?(number: Int, of count: Int) {
        guard count >= 1, (1...count).contains(number) else { return nil }
        self.number = number
        self.count = count
    }

    /// Everything.
    public static let whole = ShardSelection(unchecked: 1, 1)

    private init(unchecked number: Int, _ count: Int) {
        self.number = number
        self.count = count
    }
}
