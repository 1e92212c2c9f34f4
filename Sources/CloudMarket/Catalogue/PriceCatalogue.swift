/// A market's price list: instance types by name.
///
/// The text is comma-separated with a header. Needed are `instance_type` and a price per hour (`usd_per_hour` or `linux_usd_per_hour`); an empty
/// price means that the type is listed but not sold. Properties are read where there is a column for them (`vcpu`, `cores`, `ecu`,
/// `memory_gb`, `memory_gib`, `memory_mib`, `network_mbps`, `network_gbps`, `ebs_mbps`, `local_storage_gb`, `local_nvme_gib`, `arch`); other
/// columns are named in ``ignoredColumns``.
///
/// ```swift
/// let catalogue = try PriceCatalogue(parsing: "instance_type,usd_per_hour\nm1.large,0.34\n")
/// catalogue["m1.large"]?.pricePerHour // 0.34
/// ```
public struct PriceCatalogue: Sendable {
    /// The most types that a list may have; the largest provider sells 1,345.
    public static let typeBound = 100_000

    /// The most diagnostics that one error carries.
    public static let diagnosticBound = 50

    /// The types in the order of the list.
    public let types: [InstanceType]

    /// Columns that are not understood, so that a misspelt one can be pointed out.
    public let ignoredColumns: [String]

    /// Lookups only: it is never iterated.
    private let indices: [String: Int]

    /// Creates a catalogue of types with different names.
    public init(types: [InstanceType], ignoredColumns: [String] = []) {
        var indices: [String: Int] = [:]
        for (index, type) in types.enumerated() {
            let previous = indices.updateValue(index, forKey: type.name)
            precondition(previous == nil, "instance type `\(type.name)` stands twice in a catalogue")
        }
        self.types = types
        self.ignoredColumns = ignoredColumns
        self.indices = indices
    }

    /// The type of a name, nil when it is not listed.
    public subscript(name: String) -> InstanceType? { indices[name].map { types[$0] } }

    /// The position of a type in ``types``.
    public func index(of name: String) -> Int? { indices[name] }

    /// The listed name that was probably meant.
    public func nearestName(to name: String) -> String? { NearestName.find(name, among: types.lazy.map(\.name)) }
}
