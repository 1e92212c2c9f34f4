/// A column of a price list: which property it gives, and in which unit.
struct CatalogueColumn {
    enum Property {
        case type, price, virtualCPUs, cores, computeUnits, memory, network, blockStorage, localStorage, architecture
    }

    /// The name in the header.
    let name: String

    /// What the column says.
    let property: Property

    /// Base units (bytes, bytes per second) in one unit of the column.
    private let factor: Int128

    /// Nil when the name is not known.
    init?(name: String) {
        let gibibyte: Int128 = 1 << 30
        let megabitInBytes: Int128 = 125_000
        switch name {
        case "instance_type": (property, factor) = (.type, 1)
        case "usd_per_hour", "linux_usd_per_hour": (property, factor) = (.price, 1)
        case "vcpu", "vcpus": (property, factor) = (.virtualCPUs, 1)
        case "cores": (property, factor) = (.cores, 1)
        case "ecu": (property, factor) = (.computeUnits, 1)
        case "memory_gb": (property, factor) = (.memory, 1_000_000_000)
        case "memory_gib": (property, factor) = (.memory, gibibyte)
        case "memory_mib": (property, factor) = (.memory, gibibyte / 1024)
        case "network_mbps": (property, factor) = (.network, megabitInBytes)
        case "network_gbps": (property, factor) = (.network, 1000 * megabitInBytes)
        case "ebs_mbps": (property, factor) = (.blockStorage, megabitInBytes)
        case "local_storage_gb": (property, factor) = (.localStorage, 1_000_000_000)
        case "local_nvme_gib": (property, factor) = (.localStorage, gibibyte)
        case "arch": (property, factor) = (.architecture, 1)
        default: return nil
        }
        self.name = name
    }

    /// Stores what a field that is not empty says.
    func read(_ text: String, into type: inout InstanceType) throws(AmountError) {
        switch property {
        case .type, .price: break
        case .architecture: type.architecture = text
        case .virtualCPUs: type.virtualCPUs = Int(try baseUnits(text))
        case .cores: type.cores = try binary(text)
        case .computeUnits: type.computeUnits = try binary(text)
        case .memory: type.memoryBytes = try baseUnits(text)
        case .network: type.networkBytesPerSecond = try baseUnits(text)
        case .blockStorage: type.blockStorageBytesPerSecond = try baseUnits(text)
        case .localStorage:
            // The provider's own words for a type without local disks.
            if text.lowercased() != "ebs only" { type.localStorageBytes = try baseUnits(text) }
        }
    }

    /// The value in base units, rounded down to a whole one.
    private func baseUnits(_ text: String) throws(AmountError) -> Int64 {
        let (product, overflows) = try DecimalText.parse(text).multipliedReportingOverflow(by: factor)
        guard !overflows, let value = Int64(exactly: product / DecimalText.scale) else { throw .tooLarge(text: text, bound: "2^63 units") }
        return value
    }

    /// The nearest binary number: a property of a machine is an amount of work, not money.
    private func binary(_ text: String) throws(AmountError) -> Double { Double(try DecimalText.parse(text)) / Double(DecimalText.scale) }
}
