import ClusterModel
import Foundation
import SimulationKernel

/// The load and the classes of requests.
extension ScenarioDecoder {
    struct Workload {
        var load: LoadProfile
        var classes: [RequestClass]
        var closedWrites: ClosedWrites
        var retryProbability: Double
    }

    func decodeWorkload(_ reader: MappingReader) -> Workload {
        var profile: LoadProfile?
        _ = reader.exactlyOne(of: ["series", "daily", "rate"], doc: "the base load") { key -> Bool in
            switch key {
            case "series": profile = reader.section("series", doc: "measured load from a CSV file", decodeSeries)
            case "daily": profile = reader.section("daily", doc: "the same day again and again", decodeDaily)
            default:
                let rate = reader.perSecond("rate", in: 0...1e12, doc: "a load that never changes")
                profile = .constant(rate)
            }
            return true
        }
        let scale = reader.number("scale", default: "1", in: 0...1e9, doc: "factor on the base load")
        var load = profile ?? .constant(1)
        load = LoadProfile(step: load.step, ratesPerSecond: load.ratesPerSecond.map { $0 * scale }, offset: load.offset)
        let classes = reader.mapping("classes", count: 1...1000, doc: "classes of requests") { name, item in decodeClass(name, item) }
        classNames = classes.map(\.name)
        let closed = reader.choice(
            "closed-writes", ["refuse", "hold"], default: "refuse", doc: "what happens to writes while a shard takes none")
        let limit = reader.duration("hold-limit", default: "30 s", doc: "held writes wait at most this long")
        let retry = reader.ratio("retry-probability", default: "0 %", in: 0...0.99, doc: "refused users try again with this probability")
        return Workload(
            load: load, classes: classes.map(\.value), closedWrites: closed == "hold" ? .hold(limit) : .refuse, retryProbability: retry)
    }

    private func decodeClass(_ name: String, _ reader: MappingReader) -> RequestClass {
        let ratio = reader.number("ratio", default: "1", in: 0...1e9, doc: "requests per request of the base load")
        let writes = reader.flag("writes", default: false, doc: "whether it changes data")
        let objective = reader.duration("objective", default: "1 s", doc: "mean response time above which its requests count as slow")
        let path = reader.list("path", count: 1...1000, doc: "the steps that a request takes, in order") { step -> PathStep in
            let tier = step.reference("tier", to: tierNames, doc: "the tier that is visited")
            let visits = step.number("visits", default: "1", in: 0...1e6, doc: "visits per request that gets here")
            let demand = step.duration("demand", in: .zero ... .hours(24), doc: "processor time per visit")
            let hit = step.ratio("hit", default: "0 %", doc: "requests answered here when the cache is warm; the others go on")
            let cache = step.optional { $0.reference("cache", to: tierNames, doc: "tier that keeps the cache behind `hit`") }
            let isWrite = step.flag("write", default: false, doc: "whether the visit goes to the primary and changes data")
            let index = tierNames.firstIndex(of: tier) ?? 0
            if !step.isSchema, isWrite, tiers.indices.contains(index), !tiers[index].isSharded {
                step.error("not-sharded", "tier `\(tier)` has no shards to write to", at: "write", hint: "give it `shards:`")
            }
            return PathStep(
                tier: index, visits: visits, demandCoreSeconds: demand.seconds, hit: hit,
                cacheTier: cache.flatMap { tierNames.firstIndex(of: $0) }, isWrite: isWrite)
        }
        return RequestClass(name: name, ratio: ratio, writes: writes, objective: objective, path: path)
    }

    private func decodeDaily(_ reader: MappingReader) -> LoadProfile {
        let mean = reader.perSecond("mean", doc: "mean over a day")
        let shape = reader.values("shape", count: 1...288, doc: "factors on the mean for equal parts of the day, from 00:00 UTC on") {
            $0.number(MappingReader.item, in: 0...1000, doc: "factor")
        }
        guard !reader.isSchema, !shape.isEmpty, 86_400 % shape.count == 0 else {
            if !reader.isSchema, !shape.isEmpty {
                reader.error(
                    "wrong-count", "\(shape.count) parts do not divide a day", at: "shape", hint: "give 24, or another divisor of 86400")
            }
            return .constant(1)
        }
        let step = 86_400 / shape.count
        let first = start.secondOfDay / step
        let sum = shape.reduce(0, +) / Double(shape.count)
        let rates = shape.indices.map { mean * shape[($0 + first) % shape.count] / (sum > 0 ? sum : 1) }
        return LoadProfile(step: .seconds(step), ratesPerSecond: rates, offset: .seconds(start.secondOfDay % step))
    }

    private func decodeSeries(_ reader: MappingReader) -> LoadProfile {
        let (file, format) = LoadSeriesFormat.decode(reader)
        guard !reader.isSchema else { return .constant(1) }
        note(file)
        let end = CalendarInstant(secondsSince1970: start.secondsSince1970 + horizon.nanoseconds / 1_000_000_000)
        let origin = reader.place(of: "file")
        let key = "\(resolve(file)) \(start.secondsSince1970) \(end.secondsSince1970) \(format)"
        let found = (cache ?? InputCache()).series(key, reportingTo: sink) {
            LoadSeriesReader(format: format, sink: sink).read(path: resolve(file), window: start..<end, origin: origin)
        }
        guard let series = found else { return .constant(1) }
        for gap in series.gaps {
            notes.append("\(file): \(gap.count) \(gap.count == 1 ? "interval" : "intervals") from \(gap.start.text) on interpolated")
        }
        warnedNotes += notes.suffix(series.gaps.count)
        // The start may lie within the first interval, and the horizon within one more.
        let step = SimulationDuration.seconds(series.stepSeconds)
        let offset = SimulationDuration.seconds(Int(start.secondsSince1970 - series.start.secondsSince1970))
        let needed = Int(((offset + horizon).nanoseconds + step.nanoseconds - 1) / step.nanoseconds)
        var rates = series.rates
        if rates.count < needed {
            if let repeated = series.repeatedWeekly(to: needed) {
                rates = repeated.rates
                notes.append("\(file) ends at \(series.end.text), before the horizon: its last week is repeated")
            } else {
                notes.append("\(file) ends at \(series.end.text), before the horizon, and is shorter than a week: it is repeated as it is")
            }
        }
        guard !rates.isEmpty else { return .constant(1) }
        return LoadProfile(step: step, ratesPerSecond: rates, offset: offset)
    }

    /// A path relative to the scenario.
    func resolve(_ file: String) -> String {
        file.hasPrefix("/") || folder.isEmpty ? file : (folder as NSString).appendingPathComponent(file)
    }

    /// Remembers a file that the results depend on.
    func note(_ file: String) {
        let path = resolve(file)
        let hash = (cache ?? InputCache()).hash(path) { FileManager.default.contents(atPath: path).map { InputFile.hash(of: $0) } }
        if let hash { inputs.append(InputFile(name: file, hash: hash)) }
    }

    /// A number with at most three decimals, for messages.
    func rounded(_ value: Double) -> String {
        let thousandths = (value * 1000).rounded()
        return thousandths == (thousandths / 1000).rounded() * 1000 ? String(Int64(thousandths / 1000)) : String(thousandths / 1000)
    }
}
