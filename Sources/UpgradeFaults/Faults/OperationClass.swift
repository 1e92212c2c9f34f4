/// What an operator does in an upgrade, as far as it can be done wrongly. Each such operation on a node, a shard or the whole is an *opportunity*.
public enum OperationClass: String, Sendable, Hashable, CaseIterable {
    /// A configuration is edited, on a node.
    case editConfiguration = "edit-configuration"
    /// Software is installed, on a node.
    case installPackage = "install-package"
    /// Data gets another form, on a server of a shard.
    case changeSchema = "change-schema"
    /// A server of a database is given the rights that its users need.
    case grantAccess = "grant-access"
    /// Requests, or writes to a shard, are sent to others than before.
    case switchTraffic = "switch-traffic"

    /// In words.
    public var words: String {
        switch self {
        case .editConfiguration: "editing a configuration"
        case .installPackage: "installing a package"
        case .changeSchema: "changing a schema"
        case .grantAccess: "granting access"
        case .switchTraffic: "switching traffic"
        }
    }
}
