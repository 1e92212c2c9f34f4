/// Why tiers do not make a tariff; tiers count from 1.
public enum TariffError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no tier.
    case noTier(tariff: String)
    /// The last tier has a bound, so that data beyond it would have no price.
    case lastTierIsBounded(tariff: String)
    /// A tier before the last has no bound, so that the tiers after it are never reached.
    case innerTierIsUnbounded(tariff: String, tier: Int)
    /// A tier takes no data.
    case emptyTier(tariff: String, tier: Int)

    /// What is wrong.
    public var description: String {
        switch self {
        case .noTier(let tariff): "tariff `\(tariff)` has no tier"
        case .lastTierIsBounded(let tariff): "the last tier of tariff `\(tariff)` ends, and what exceeds it has no price"
        case .innerTierIsUnbounded(let tariff, let tier): "tier \(tier) of tariff `\(tariff)` has no end, and the next is never reached"
        case .emptyTier(let tariff, let tier): "tier \(tier) of tariff `\(tariff)` takes no data"
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .noTier: "give at least one price per GB"
        case .lastTierIsBounded: "leave out the size of the last tier"
        case .innerTierIsUnbounded: "give the size of every tier but the last"
        case .emptyTier: "give a tier a positive size or leave it out"
        }
    }
}
