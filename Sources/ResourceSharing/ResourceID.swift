/// Names one resource of one ``SharingSystem``.
///
/// Resources are never removed, so an identifier stays valid as long as its system.
public struct ResourceID: Hashable, Comparable, Sendable {
    /// The position of the resource in its system, counted from zero in the order of addition.
    public let index: Int32

    @usableFromInline
    init(index: Int32) {
        self.index = index
    }

    /// Orders resources as they were added.
    public static func < (left: ResourceID, right: ResourceID) -> Bool {
        left.index < right.index
    }
}
