/// What keeps an activity from running faster.
public enum Bottleneck: Hashable, Sendable {
    /// The activity runs at the limit it was given.
    case ownLimit
    /// The resource is used up, and no activity of the same priority has a larger share x/w of it.
    case resource(ResourceID)
}
