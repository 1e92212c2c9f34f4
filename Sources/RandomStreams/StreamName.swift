/// The name from which a random stream follows: root seed, replication, entity and purpose.
///
/// Two streams with the same name deliver the same numbers, whatever else was created before, after or in between, and whatever
/// strategy runs. That is what makes random numbers common to the strategies that are compared: the same crash hits the same
/// node at the same time in each.
///
/// ```swift
/// let name = StreamName(rootSeed: 42, replication: 7, entity: .number(12), purpose: "crash")
/// var stream = RandomStream(name)
/// let hours = stream.exponential(mean: 4_000)
/// ```
///
/// An `ordinal` tells repetitions of one purpose apart, for example the attempts of an upgrade whose faults are redrawn.
public struct StreamName: Sendable, CustomStringConvertible {
    /// What a stream belongs to: something with a number, or something with a name.
    ///
    /// A number and a name never give the same stream, not even `.number(3)` and `.name("3")`.
    public enum Entity: Sendable {
        /// An entity with an index, such as a node.
        case number(UInt64)
        /// An entity with a name, such as a table. Two spellings that differ in their UTF-8 differ here.
        case name(String)
    }

    /// The seed of the whole experiment.
    public var rootSeed: UInt64
    /// The number of the replication.
    public var replication: UInt64
    /// What the stream belongs to.
    public var entity: Entity
    /// What the numbers are drawn for.
    public var purpose: String
    /// Which repetition of the purpose it is; zero unless said otherwise.
    public var ordinal: UInt64

    /// Creates a name.
    public init(rootSeed: UInt64, replication: UInt64, entity: Entity, purpose: String, ordinal: UInt64 = 0) {
        self.rootSeed = rootSeed
        self.replication = replication
        self.entity = entity
        self.purpose = purpose
        self.ordinal = ordinal
    }

    /// The name in words, for messages.
    public var description: String {
        let owner =
            switch entity {
            case .number(let number): "\(number)"
            case .name(let name): "`\(name)`"
            }
        let repetition = ordinal == 0 ? "" : " (\(ordinal))"
        return "stream `\(purpose)`\(repetition) of entity \(owner), replication \(replication), seed \(rootSeed)"
    }

    /// The 256 bits that the name hashes to.
    var hashed: NameHash {
        var hash = NameHash(key: rootSeed, replication)
        switch entity {
        case .number(let number):
            hash.absorb(0)
            hash.absorb(number)
        case .name(let name):
            hash.absorb(1)
            hash.absorb(name)
        }
        hash.absorb(purpose)
        hash.absorb(ordinal)
        hash.finish()
        return hash
    }
}
