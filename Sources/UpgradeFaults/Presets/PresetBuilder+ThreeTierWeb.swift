import ClusterModel

extension PresetBuilder {
    /// Web servers or balancers, an application, a database: what servers, databases and shared parts have (``addServer(_:port:isPortHidden:)``,
    /// ``addDatabase()``, ``addShared(entry:all:)``), and where each tier finds the next. All assumed.
    ///
    /// | Component | Kind, edited with | When it is broken | Shows | Hidden |
    /// |---|---|---|---|---|
    /// | APPLICATION addresses | location, web | the web tier fails everything | at once | no |
    /// | DATABASE addresses | location, application | the application fails everything | at the next restart | no |
    /// | sessions | cache, the traffic of the whole; one in each universe | 10 % of the application's requests fail | at once | yes |
    mutating func addThreeTierWeb() {
        addServer(.web, port: 443)
        addServer(.application, port: 8080, isPortHidden: true)
        addServer(.database, port: 3306)
        addDatabase()
        address(of: .application, knownTo: .web)
        address(of: .database, knownTo: .application, .total, .atRestart)
        common(
            "sessions", .cache, at: .universe, neededBy: [.application], Severity(failedReads: 0.1, failedWrites: 0.1), isHidden: true)
        addShared(entry: .web, all: DependencyPreset.threeTierWeb.roles)
    }
}
