import Foundation
import Testing

/// What `--format json` prints.
struct ComparisonOutput: Decodable {
    struct Estimate: Decodable {
        var value: Double?
        var low: Double?
        var high: Double?
    }

    struct Measure: Decodable {
        var unit: String
        var mean: Estimate
    }

    struct Loss: Decodable, Equatable {
        var cause: String
        var kind: String
        var requests: Double
    }

    struct Phase: Decodable {
        struct Limit: Decodable {
            var limit: String
            var share: Double
            var time: Estimate

            enum CodingKeys: String, CodingKey {
                case limit, share
                case time = "time_s"
            }
        }

        var phase: String
        var limits: [Limit]

        enum CodingKeys: String, CodingKey {
            case phase
            case limits = "limited_by"
        }
    }

    struct Strategy: Decodable {
        var name: String
        var measures: [String: Measure]
        var losses: [String: [Loss]]
        var limits: [Phase]
    }

    private var all: [Strategy]
    var fingerprint: String
    var seed: String
    var replications: Int

    enum CodingKeys: String, CodingKey {
        case all = "strategies"
        case fingerprint, seed, replications
    }

    init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }

    /// The names of the strategies, the control last.
    var strategies: [String] { all.map(\.name) }

    /// The mean of a measure; not a number where there is none, which equals nothing.
    func mean(_ measure: String, _ strategy: String) -> Double {
        all.first { $0.name == strategy }?.measures[measure]?.mean.value ?? .nan
    }

    /// Mean times of jobs by phase and limit, seconds.
    func limits(_ strategy: String) -> [(phase: String, limit: String, seconds: Double)] {
        let phases = all.first { $0.name == strategy }?.limits ?? []
        return phases.flatMap { phase in phase.limits.map { (phase.phase, $0.limit, $0.time.value ?? .nan) } }
    }

    /// Mean losses of a class by cause.
    func losses(_ requestClass: String, _ strategy: String) -> [Loss] { all.first { $0.name == strategy }?.losses[requestClass] ?? [] }
}
