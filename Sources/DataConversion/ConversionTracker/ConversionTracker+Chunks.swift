import Requirements

extension ConversionTracker {
    /// Takes the next rows out of the backlog to be converted, at most `maximumRows` of them; their contents are those of this moment.
    ///
    /// - Parameter minimumRows: No chunk is handed out while fewer rows than this wait. With zero the last fraction of a row goes too:
    ///   meant for the time when writes are stopped.
    /// - Returns: The chunk, or nothing if fewer rows wait, because the work is done or all of it is in flight.
    /// - Complexity: O(1) for rows that were never converted and for log entries, O(bins) for stale rows.
    public mutating func nextChunk(maximumRows: Double, minimumRows: Double = 1) -> ConversionChunk? {
        require(maximumRows > 0 && minimumRows >= 0, "a chunk of \(minimumRows) to \(maximumRows) rows")
        var flight = Flights.Flight(exposureAtStart: exposure)
        let slot: Int
        switch mode {
        case .set:
            if unconverted < maximumRows {
                settle()
            }
            let waiting = unconverted + staleTotal
            guard waiting > 0, waiting >= min(minimumRows, maximumRows) else { return nil }
            flight.unconverted = min(unconverted, maximumRows)
            let room = maximumRows - flight.unconverted
            slot = flights.takeSlot(binCount: bins.count)
            if room > 0, staleTotal > 0 {
                flight.stale = takeStale(part: min(1, room / staleTotal), into: slot)
            }
        case .log:
            let waiting = unconverted + waitingAppends + waitingOverwrites
            guard waiting > 0, waiting >= min(minimumRows, maximumRows) else { return nil }
            let entries = waitingAppends + waitingOverwrites
            if entries > 0 {
                let part = min(1, maximumRows / entries)
                flight.appends = part * waitingAppends
                flight.overwrites = part * waitingOverwrites
            }
            flight.unconverted = max(0, min(unconverted, maximumRows - entries))
            slot = flights.takeSlot(binCount: 0)
        }
        unconverted -= flight.unconverted
        waitingAppends -= flight.appends
        waitingOverwrites -= flight.overwrites
        let generation = flights.start(flight, in: slot)
        checkConservation()
        return ConversionChunk(
            slot: slot, generation: generation, unconvertedRows: flight.unconverted, staleRows: flight.stale,
            logEntries: flight.appends + flight.overwrites)
    }

    /// Puts a converted chunk into the new store. Those of its rows that were overwritten in flight are stale at once.
    ///
    /// - Complexity: O(bins).
    public mutating func finishChunk(_ chunk: ConversionChunk) {
        let flight = flights.end(chunk)
        finishedWork += flight.work
        switch mode {
        case .set:
            store(flight, from: chunk.slot)
        case .log:
            freshTotal += flight.unconverted + flight.appends
        }
        checkConservation()
    }

    /// Gives up a chunk: exactly its rows and entries return to where they came from.
    ///
    /// - Complexity: O(bins).
    public mutating func failChunk(_ chunk: ConversionChunk) {
        let flight = flights.end(chunk)
        unconverted += flight.unconverted
        waitingAppends += flight.appends
        waitingOverwrites += flight.overwrites
        if flight.stale > 0 {
            staleTotal = 0
            for index in bins.indices {
                bins[index].stale += flights.stale(chunk.slot, bin: index)
                staleTotal += bins[index].stale
            }
        }
        checkConservation()
    }

    /// Converts up to `rows` rows or entries at this moment. Returns how many that were.
    @discardableResult
    public mutating func convert(rows: Double) -> Double {
        guard rows > 0, let chunk = nextChunk(maximumRows: rows, minimumRows: 0) else { return 0 }
        finishChunk(chunk)
        return chunk.rows
    }

    /// Brings the classes up to date and adds the rows of a finished chunk.
    private mutating func store(_ flight: Flights.Flight, from slot: Int) {
        // In the ordinary case, one chunk after the other, the classes were last settled when this chunk was taken.
        let since = exposure - settledExposure
        let inFlight = exposure - flight.exposureAtStart
        settledExposure = exposure
        var (fresh, stale) = (0.0, 0.0)
        for index in bins.indices {
            var bin = bins[index]
            let hit = inFlight > 0 ? Self.hitFraction(bin.relativeRate * inFlight) : 0
            let lostPart = since == inFlight ? hit : since > 0 ? Self.hitFraction(bin.relativeRate * since) : 0
            let lost = bin.fresh * lostPart
            let arrived = flight.unconverted * bin.rowFraction + (flight.stale > 0 ? flights.stale(slot, bin: index) : 0)
            let spoiled = arrived * hit
            bin.fresh = (bin.fresh - lost) + (arrived - spoiled)
            bin.stale += lost + spoiled
            fresh += bin.fresh
            stale += bin.stale
            bins[index] = bin
        }
        freshTotal = fresh
        staleTotal = stale
    }

    /// Takes the same part of the stale rows of each class. Returns how many that were.
    private mutating func takeStale(part: Double, into slot: Int) -> Double {
        var (taken, left) = (0.0, 0.0)
        for index in bins.indices {
            let rows = part * bins[index].stale
            bins[index].stale -= rows
            flights.setStale(slot, bin: index, to: rows)
            taken += rows
            left += bins[index].stale
        }
        staleTotal = left
        return taken
    }
}
