import CHDF5
import Requirements

/// Creates the objects of a file. The library is needed throughout.
extension TraceFile {
    /// Creates a table's group, its dimensions and its columns.
    func create(_ plan: TablePlan) throws(TraceError) -> TraceTable {
        require(plan.rowsPerChunk >= 1, "\(plan.group) has chunks of \(plan.rowsPerChunk) rows")
        let group = try createGroup(plan.group, class: "NXdata")
        let builder = DatasetBuilder(group: group.id, groupPath: plan.group, path: partialPath, gzipLevel: filters.gzipLevel)
        let time = plan.time.specification(epoch: epoch)
        let index = time ?? .rowNumber
        let scale = try builder.appendable(index, width: nil, rowsPerChunk: plan.rowsPerChunk)
        try builder.makeScale(scale.id, index.name)
        if time != nil { try builder.markAsTime(scale.id) }
        for lookup in plan.lookups { try builder.stored(lookup, isScale: true).close("write a lookup", path: partialPath) }

        var columns: [(specification: ColumnSpecification, width: Int)] = [(index, 1)]
        var datasets: [AppendableDataset] = []
        if let entities = plan.entities {
            let entityScale = try builder.stored(entities, isScale: true)
            for column in plan.columnsOverEntities {
                let width = entities.values.count
                let dataset = try builder.appendable(column, width: width, rowsPerChunk: plan.rowsPerChunk)
                try builder.attach(scale.id, to: dataset.id, dimension: 0)
                try builder.attach(entityScale.id, to: dataset.id, dimension: 1)
                columns.append((column, width))
                datasets.append(AppendableDataset(column, width: width, dataset: dataset))
            }
            try entityScale.close("write the entities", path: partialPath)
        }
        for column in plan.columns {
            let dataset = try builder.appendable(column, width: nil, rowsPerChunk: plan.rowsPerChunk)
            try builder.attach(scale.id, to: dataset.id, dimension: 0)
            columns.append((column, 1))
            datasets.append(AppendableDataset(column, width: 1, dataset: dataset))
        }
        // A viewer plots along time; names of entities are no axis that it could draw, which the point says.
        let axes = plan.columnsOverEntities.isEmpty ? [index.name] : [index.name, "."]
        try builder.plot(signal: columns[1].specification.name, axes: axes)
        let flushedRows = try FlushedRows(HDF5Attributes(object: group.id, path: partialPath))

        datasets.insert(AppendableDataset(index, width: 1, dataset: scale), at: 0)
        let table = TraceTable(
            group: plan.group, layout: ChunkLayout(rowsPerChunk: plan.rowsPerChunk, columns: columns), isNumbered: time == nil,
            datasets: TableDatasets(columns: datasets, flushedRows: flushedRows), file: self)
        add(table)
        return table
    }

    /// Creates a table whose columns are known in full.
    func write(table name: String, columns: [StoredColumn], lookups: [StoredColumn]) throws(TraceError) {
        let groupPath = "/" + name
        let group = try createGroup(groupPath, class: "NXdata")
        let builder = DatasetBuilder(group: group.id, groupPath: groupPath, path: partialPath, gzipLevel: filters.gzipLevel)
        let rows = columns.first?.values.count ?? 0
        let numbers = StoredColumn(rowNumbers: rows)
        let scale = try builder.stored(numbers, isScale: true)
        for lookup in lookups { try builder.stored(lookup, isScale: true).close("write a lookup", path: partialPath) }
        var signal: String?
        for column in columns {
            require(
                column.values.count == rows, "column `\(column.name)` of \(groupPath) has \(column.values.count) values, not \(rows)")
            let dataset = try builder.stored(column, isScale: false)
            try builder.attach(scale.id, to: dataset.id, dimension: 0)
            try dataset.close("write column `\(column.name)`", path: partialPath)
            if case .strings = column.values {} else { signal = signal ?? column.name }
        }
        if let signal { try builder.plot(signal: signal, axes: [numbers.name]) }
        try scale.close("write the row numbers", path: partialPath)
    }

    /// Creates a group, and the groups above it where they do not exist yet.
    func createGroup(_ groupPath: String, class nexusClass: String) throws(TraceError) -> HDF5Handle {
        let parts = groupPath.split(separator: "/").map(String.init)
        require(!parts.isEmpty && parts.count <= 2, "`\(groupPath)` is no path of one or two groups")
        if parts.count == 2 {
            if !hasSeriesGroup {
                let parent = try newGroup("/" + parts[0], class: "NXentry")
                try HDF5Attributes(object: parent.id, path: partialPath).set("default", parts[1])
                try parent.close("create the group /\(parts[0])", path: partialPath)
            }
            noteFirst(series: parts[1])
        } else if nexusClass == "NXdata" {
            noteFirst(table: parts[0])
        }
        return try newGroup(groupPath, class: nexusClass)
    }

    private func newGroup(_ groupPath: String, class nexusClass: String) throws(TraceError) -> HDF5Handle {
        let operation = "create the group \(groupPath)"
        let creation = try HDF5Handle(H5Pcreate(chdf5_group_create_class()), .propertyList, operation, path: partialPath)
        try HDF5Library.check(H5Pset_obj_track_times(creation.id, false), operation, path: partialPath)
        try HDF5Library.check(H5Pset_link_creation_order(creation.id, chdf5_creation_order()), operation, path: partialPath)
        let group = try HDF5Handle(
            H5Gcreate2(id, groupPath, chdf5_default(), creation.id, chdf5_default()), .group, operation, path: partialPath)
        try HDF5Attributes(object: group.id, path: partialPath).set("NX_class", nexusClass)
        return group
    }
}
