/// Bounds on what a document may be. Every real scenario is far below; a text that is not one meets them at once.
public struct DocumentLimits: Sendable {
    /// The size of a file in bytes.
    public var bytes = 4 << 20
    /// How deep lists and mappings may be nested.
    public var depth = 64
    /// How many values the document may have once its aliases are followed. Three tiers of nine aliases each are 729 values; nine
    /// tiers of nine, the classical YAML bomb, are 387 million.
    public var values = 200_000
    /// How many pairs of equal keys are looked for.
    var duplicates = 20

    /// The ordinary bounds.
    public init() {}
}
