/// Whose processor converts what goes from one server to another, and so in which form it crosses the network.
public enum ConversionSite: String, Sendable, Hashable, CaseIterable {
    /// The server that the data comes from: the network carries the new form.
    case source
    /// The server that the data goes to: the network carries the old form.
    case target
}
