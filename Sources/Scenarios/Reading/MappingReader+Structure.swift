import Requirements

/// Mappings inside the mapping, lists, and values that may be absent.
extension MappingReader {
    /// A mapping with fixed keys. If it is absent, all its defaults apply.
    public func section<Value>(_ key: String, doc: String, _ decode: (MappingReader) -> Value) -> Value {
        nextIsOptional = false
        let entry = ask(key)
        let node = ConfigurationNode(name: key, path: path(of: key), doc: doc, content: .section)
        record.children.append(node)
        node.isDefault = entry == nil
        return read(entry?.value, keyPlace: entry?.keyPlace, into: node, decode)
    }

    /// A mapping with fixed keys that may be absent altogether, or `none`.
    public func optionalSection<Value>(_ key: String, doc: String, _ decode: (MappingReader) -> Value) -> Value? {
        nextIsOptional = false
        let entry = ask(key)
        let node = ConfigurationNode(name: key, path: path(of: key), doc: doc, content: .section)
        node.isOptional = true
        record.children.append(node)
        var isNone = entry == nil
        if let entry, case .scalar("none", true) = entry.value.content { isNone = true }
        if isNone && !isSchema {
            node.isDefault = entry == nil
            node.content = .absent
            return nil
        }
        return read(entry?.value, keyPlace: entry?.keyPlace, into: node, decode)
    }

    /// A mapping whose names are free, in the order of the document.
    ///
    /// In a schema the closure runs once, with the name `NAME`.
    ///
    /// - Parameter range: how many there may be; if none may be, the key may be absent.
    public func mapping<Value>(
        _ key: String, count range: ClosedRange<Int> = 1...10_000, doc: String, _ decode: (String, MappingReader) -> Value
    ) -> [(name: String, value: Value)] {
        let (entry, node) = askForSeveral(key, range, doc, content: .names(range))
        if isSchema {
            let child = ConfigurationNode(name: "NAME", path: node.path.appending(.key("NAME")), doc: "", content: .section)
            node.children.append(child)
            return [(name: "NAME", value: read(nil, keyPlace: nil, into: child) { decode("NAME", $0) })]
        }
        guard let entry else {
            if range.lowerBound > 0 { noteMissing(key, what: "a mapping of names", doc: doc) }
            return []
        }
        var entries: [DocumentNode.Entry] = []
        if case .mapping(let found) = entry.value.content {
            entries = found
        } else if !entry.value.isNull {
            session.sink.error(
                "wrong-type", "`\(node.path)` must be a mapping of names, not \(entry.value.kindName)", at: entry.value.place,
                hint: "write one `name:` per line below it")
            return []
        }
        checkCount(entries.count, range, node.path, "name", at: entry.keyPlace)
        var result: [(name: String, value: Value)] = []
        for named in entries {
            if named.overrideIndex != nil {
                // An override changes what is there; it does not add a name, which would more likely be a slip.
                session.unknownOverrides.append(
                    ReadingSession.UnknownOverride(
                        path: node.path.appending(.key(named.key)), place: named.keyPlace,
                        hint: NearestWord.hint(
                            for: named.key, in: entries.filter { $0.overrideIndex == nil }.map(\.key), called: "declared are")))
                continue
            }
            guard checkName(named) else { continue }
            let child = ConfigurationNode(name: named.key, path: node.path.appending(.key(named.key)), doc: "", content: .section)
            node.children.append(child)
            result.append((name: named.key, value: read(named.value, keyPlace: named.keyPlace, into: child) { decode(named.key, $0) }))
        }
        return result
    }

    /// A list of mappings. In a schema the closure runs once.
    ///
    /// - Parameter range: how many items there may be; if none may be, the key may be absent.
    public func list<Value>(
        _ key: String, count range: ClosedRange<Int> = 1...10_000, doc: String, _ decode: (MappingReader) -> Value
    ) -> [Value] {
        items(key, range, doc) { item, node in self.read(item, keyPlace: item?.place, into: node, decode) }
    }

    /// A list of plain values, each read under the key `MappingReader.item`:
    ///
    ///     let days = reader.values("not-on", count: 0...7, doc: "days without work") { $0.weekday(MappingReader.item, doc: "a day") }
    public func values<Value>(
        _ key: String, count range: ClosedRange<Int> = 1...10_000, doc: String, _ decode: (MappingReader) -> Value
    ) -> [Value] {
        items(key, range, doc) { item, node in
            let entries = item.map { [DocumentNode.Entry(key: MappingReader.item, keyPlace: $0.place, value: $0)] } ?? []
            let reader = MappingReader(session: self.session, record: node, entries: entries, place: item?.place, isMuted: item == nil)
            let value = decode(reader)
            reader.finish()
            return value
        }
    }

    /// A value that may be absent or `none`: `reader.optional { $0.instant("deadline", doc: "...") }`.
    ///
    /// The closure reads exactly one value.
    public func optional<Value>(_ read: (MappingReader) -> Value) -> Value? {
        nextIsOptional = true
        let value = read(self)
        require(!nextIsOptional, "nothing was read inside optional in \(path)")
        return lastWasAbsent && !isSchema ? nil : value
    }

    /// Exactly one of several keys, which the closure then reads; nil if none or more than one is there.
    ///
    /// In a schema the closure runs for every key.
    public func exactlyOne<Value>(of keys: [String], doc: String, _ decode: (String) -> Value) -> Value? {
        require(keys.count > 1, "exactlyOne needs several keys, not \(keys)")
        record.alternatives.append(keys)
        if isSchema { return everyOne(of: keys, decode) }
        guard !keys.contains(where: contains) else { return onlyOne(of: keys, decode) }
        for key in keys { _ = ask(key) }
        noteMissing(keys[0], what: "one of \(keys.map { "`\($0)`" }.joined(separator: ", "))", doc: doc)
        return nil
    }

    /// One of several keys, which the closure then reads: the first one, which has a default, if none is there; nil if more than one is.
    ///
    /// In a schema the closure runs for every key.
    public func atMostOne<Value>(of keys: [String], _ decode: (String) -> Value) -> Value? {
        require(keys.count > 1, "atMostOne needs several keys, not \(keys)")
        record.exclusions.append(keys)
        if isSchema { return everyOne(of: keys, decode) }
        guard !keys.contains(where: contains) else { return onlyOne(of: keys, decode) }
        for key in keys.dropFirst() { _ = ask(key) }
        return decode(keys[0])
    }

    private func everyOne<Value>(of keys: [String], _ decode: (String) -> Value) -> Value? {
        let first = record.children.count
        let values = keys.map(decode)
        for child in record.children[first...] where keys.contains(child.name) { child.isRequired = false }
        return values.first
    }

    /// The one of several keys that is there; nil, and an error, if more than one is.
    private func onlyOne<Value>(of keys: [String], _ decode: (String) -> Value) -> Value? {
        let given = keys.filter(contains)
        for key in keys where given.count > 1 || key != given[0] { _ = ask(key) }
        if given.count == 1 { return decode(given[0]) }
        if !isMuted {
            let entries = given.compactMap(entry)
            let words = keys.map { "`\($0)`" }.joined(separator: ", ")
            session.sink.error(
                "conflict", "only one of \(words) may be given\(path.steps.isEmpty ? "" : " in `\(path)`")", at: entries[1].keyPlace,
                notes: [(message: "another is here", place: entries[0].keyPlace)])
        }
        return nil
    }

    /// A word that decides which further keys of this mapping there are; the closure reads them.
    ///
    /// In a schema the closure runs for every word. Keys of the same name under several words must be of the same kind.
    public func variant<Value>(
        _ key: String, _ words: [String], default defaultText: String? = nil, doc: String, _ decode: (String) -> Value
    ) -> Value {
        let chosen = choice(key, words, default: defaultText, doc: doc)
        guard isSchema else { return decode(chosen) }
        var values: [Value] = []
        for word in words {
            let first = record.children.count
            values.append(decode(word))
            let added = record.children[first...]
            record.variants.append(
                ConfigurationNode.Variant(key: key, word: word, required: added.filter(\.isRequired).map(\.name)))
            for child in added { child.isRequired = false }
        }
        return values[words.firstIndex(of: chosen) ?? 0]
    }
}

extension MappingReader {
    /// Runs a decode closure over a mapping, or over nothing.
    private func read<Value>(
        _ node: DocumentNode?, keyPlace: SourcePlace?, into record: ConfigurationNode, _ decode: (MappingReader) -> Value
    ) -> Value {
        var entries: [DocumentNode.Entry] = []
        var isMuted = self.isMuted
        if let node {
            if case .mapping(let found) = node.content {
                entries = found
            } else if !node.isNull {
                session.sink.error("wrong-type", "`\(record.path)` must be a mapping, not \(node.kindName)", at: node.place)
                isMuted = true
            }
        }
        let reader = MappingReader(session: session, record: record, entries: entries, place: keyPlace ?? place, isMuted: isMuted)
        let value = decode(reader)
        reader.finish()
        return value
    }

    /// Asks for a key that holds several values, and notes it.
    private func askForSeveral(
        _ key: String, _ range: ClosedRange<Int>, _ doc: String, content: ConfigurationNode.Content
    ) -> (entry: DocumentNode.Entry?, node: ConfigurationNode) {
        nextIsOptional = false
        let entry = ask(key)
        let node = ConfigurationNode(name: key, path: path(of: key), doc: doc, content: content)
        node.isRequired = range.lowerBound > 0
        node.isDefault = entry == nil
        record.children.append(node)
        return (entry, node)
    }

    private func items<Value>(
        _ key: String, _ range: ClosedRange<Int>, _ doc: String, _ read: (DocumentNode?, ConfigurationNode) -> Value
    ) -> [Value] {
        let (entry, node) = askForSeveral(key, range, doc, content: .list(range))
        func child(_ index: Int) -> ConfigurationNode {
            let child = ConfigurationNode(name: "", path: node.path.appending(.index(index)), doc: "", content: .section)
            node.children.append(child)
            return child
        }
        if isSchema { return [read(nil, child(0))] }
        guard let entry else {
            if range.lowerBound > 0 { noteMissing(key, what: "a list", doc: doc) }
            return []
        }
        guard case .list(let items) = entry.value.content else {
            let isEmpty = entry.value.isNull
            let hint = isEmpty ? "write `[]` for an empty list" : "begin every item with `- `, or put them in `[` and `]`"
            session.sink.error(
                "wrong-type", "`\(node.path)` must be a list, not \(entry.value.kindName)",
                at: isEmpty ? entry.keyPlace : entry.value.place, hint: hint)
            return []
        }
        checkCount(items.count, range, node.path, "item", at: entry.keyPlace)
        return items.prefix(range.upperBound).enumerated().map { index, item in read(item, child(index)) }
    }

    private func checkCount(_ count: Int, _ range: ClosedRange<Int>, _ path: ConfigurationPath, _ word: String, at place: SourcePlace) {
        guard !range.contains(count) else { return }
        let limit = count < range.lowerBound ? "at least \(range.lowerBound)" : "at most \(range.upperBound)"
        session.sink.error(
            "out-of-range", "`\(path)` has \(count) \(word)\(count == 1 ? "" : "s"), it needs \(limit)", at: place,
            hint: count < range.lowerBound ? "add \(range.lowerBound - count)" : "leave out \(count - range.upperBound)")
    }

    private func checkName(_ entry: DocumentNode.Entry) -> Bool {
        let name = entry.key.unicodeScalars
        let isGood = !name.isEmpty && name.count <= 64 && name.first != " " && name.last != " " && !name.contains(where: isControl)
        if !isGood {
            session.sink.error(
                "wrong-name", "\(quoted(entry.key)) is not a name", at: entry.keyPlace,
                hint: "names have 1 to 64 characters and do not begin or end with a space")
        }
        return isGood
    }
}
