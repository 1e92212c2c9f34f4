import Scenarios
import SimulationKernel

extension NumericParameter {
    /// The value itself, or the limit of its kind that it lies beyond.
    func nearestAllowed(to value: Double) -> Double {
        switch kind {
        case .duration(let range): Swift.min(Swift.max(value, range.lowerBound.seconds), range.upperBound.seconds)
        case .bytes(let range): Swift.min(Swift.max(value, Double(range.lowerBound)), Double(range.upperBound))
        case .bytesPerSecond(let range), .perSecond(let range), .ratio(let range), .number(let range):
            Swift.min(Swift.max(value, range.lowerBound), range.upperBound)
        case .count(let range): Swift.min(Swift.max(value, Double(range.lowerBound)), Double(range.upperBound))
        default: value
        }
    }

    /// The value that its text stands for: lengths of time, bytes and counts are whole.
    func stated(_ value: Double) -> Double {
        switch kind {
        case .duration: (value * 1e9).rounded() / 1e9
        case .bytes, .count: value.rounded()
        default: value
        }
    }

    /// `PATH=VALUE`; a value with a comma or brackets would otherwise be read as YAML of another kind.
    func override(to value: Double) -> String {
        let text = text(for: value)
        return path + "=" + (text.contains(where: { "(),:{}[]#".contains($0) }) ? "\"\(text)\"" : text)
    }
}
