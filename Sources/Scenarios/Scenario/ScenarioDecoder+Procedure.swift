import SimulationKernel
import UpgradeStrategies

/// Times and rules of the procedure, and when work may be done.
extension ScenarioDecoder {
    func decodeProcedure(_ reader: MappingReader) -> ProcedureRules {
        ProcedureRules(
            attempts: reader.count("attempts", default: 1, in: 1...1000, doc: "attempts, the first included"),
            keep: reader.choice(
                "keep", of: KeptThings.self, default: .nothing,
                doc: "what a failed attempt leaves for the next: `leases` keeps machines that run, and pays for them"),
            pauseBetweenAttempts: reader.duration("pause-between-attempts", default: "24 h", doc: "from a failed attempt to the next"),
            soak: reader.duration("soak", default: "0 s", doc: "the new version must have served this long before the upgrade is finished"),
            verifyData: reader.duration("verify-data", default: "0 s", doc: "to check converted data before it serves"),
            promotion: reader.duration("promotion", default: "30 s", doc: "to make a replica the primary once its lag is zero"),
            inFlight: reader.duration("in-flight", default: "10 s", doc: "until requests in flight have ended"),
            redirect: reader.duration("redirect", default: "10 s", doc: "until users everywhere are sent to the new place"))
    }

    func decodeRolling(_ reader: MappingReader) -> StrategyOptions {
        var options = StrategyOptions()
        options.convertOn = reader.choice(
            "convert-on", of: ConversionPlace.self, default: .replicas, doc: "where incompatible tables are converted")
        return options
    }

    func decodeBigFlip(_ reader: MappingReader, _ options: inout StrategyOptions) {
        options.halve = reader.choice(
            "halve", of: HalvingTime.self, default: .late, doc: "when the tiers without data are halved if the flip waits for a conversion")
        options.conversionWrites = reader.choice(
            "writes", of: ConversionWrites.self, default: .readOnly, doc: "what happens to writes while half of the servers convert")
    }

    func decodeCalendar(_ reader: MappingReader) -> Calendar {
        let windows = reader.list("windows", count: 0...100, doc: "work only within these; always if there are none") { item in
            let from = item.timeOfDay("from", default: "00:00", doc: "from this time of day on, UTC")
            let to = item.timeOfDay("to", default: "24:00", doc: "until this time of day, UTC; not after `from` means past midnight")
            let days = item.values("days", count: 0...7, doc: "on these days; every day if absent") {
                $0.weekday(MappingReader.item, doc: "day of the week")
            }
            let open = Weekday.allCases.map { days.isEmpty || days.contains($0) }
            return ChangeWindow(from: .seconds(from), to: .seconds(to), weekdays: open)
        }
        let deadline = reader.optional { $0.instant("deadline", doc: "nothing new is begun after this instant, UTC") }
        let seconds = deadline.map { $0.secondsSince1970 - start.secondsSince1970 }
        if let seconds, seconds <= 0, !reader.isSchema {
            reader.error("past-deadline", "the deadline is not after the start \(start.text)", at: "deadline", hint: "name a later instant")
        }
        let weekday = Weekday.allCases.firstIndex(of: start.weekday) ?? 0
        let last = SimulationTime.distantFuture.nanoseconds / 1_000_000_000
        return Calendar(
            startOfDayOffset: .seconds(start.secondOfDay), startWeekday: weekday, windows: windows,
            deadline: seconds.map { .seconds(Int(min(max(1, $0), last))) })
    }
}
