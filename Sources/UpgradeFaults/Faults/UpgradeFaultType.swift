/// The four types of faults of the upgrade procedure that T. Dumitraș and P. Narasimhan found when they clustered 55 upgrade faults from a user study, a
/// survey and a field study (Middleware 2009).
public enum UpgradeFaultType: Int, Sendable, Hashable, CaseIterable {
    /// Simple configuration or procedural errors, such as typos.
    case configuration = 1
    /// Semantic configuration errors: values that are valid and wrong.
    case semantic = 2
    /// Broken environmental dependencies: conflicts of libraries and ports.
    case environment = 3
    /// Data-access errors: schemas, privileges, the data itself.
    case dataAccess = 4

    /// What the type is called.
    public var words: String {
        switch self {
        case .configuration: "configuration error"
        case .semantic: "semantic configuration error"
        case .environment: "broken environment"
        case .dataAccess: "data-access error"
        }
    }

    /// In what operations it may occur.
    public var operations: [OperationClass] {
        switch self {
        case .configuration: [.editConfiguration, .switchTraffic]
        case .semantic: [.editConfiguration]
        case .environment: [.installPackage]
        case .dataAccess: [.changeSchema, .grantAccess]
        }
    }

    /// What it can break when it occurs in an operation.
    public func breaks(in operation: OperationClass) -> [ComponentKind] {
        switch (self, operation) {
        case (.configuration, .editConfiguration): [.configuration, .location, .port]
        case (.configuration, .switchTraffic): [.trafficSwitch, .location, .cache]
        case (.semantic, .editConfiguration): [.configuration]
        case (.environment, .installPackage): [.library, .port]
        case (.dataAccess, .changeSchema): [.schema, .data]
        case (.dataAccess, .grantAccess): [.privilege]
        default: []
        }
    }

    /// The published fraction of upgrades in which it occurs; nil where none has been published.
    public var publishedProbability: Double? {
        switch self {
        case .configuration: 0.152
        case .dataAccess: 0.168
        case .semantic, .environment: nil
        }
    }
}
