import ResourceSharing

/// Links between sites that are down for a time.
extension ActivityEngine {
    /// Takes a link between two sites down, or puts it up again; routes do not change, so that what crosses it waits.
    ///
    /// - Parameter index: Of the link in the system's description.
    public func setLink(_ index: Int, isUp: Bool) {
        let capacity = isUp ? cluster.system.wideAreaLinks[index].bytesPerSecond : 0
        for direction in resources.setDead(!isUp, link: index) { clock.setCapacity(capacity, of: direction) }
        onChange?()
    }

    /// Whether a link that is down lies between two sites.
    public func isCut(from source: Int, to target: Int) -> Bool { deadLink(from: source, to: target) != nil }

    /// The first link between two sites that is down; nil if there is none, or no route at all.
    public func deadLink(from source: Int, to target: Int) -> Int? {
        guard source != target, !resources.deadLinks.isEmpty else { return nil }
        return cluster.system.routes.route(from: source, to: target)?.first { resources.deadLinks.contains($0.link) }?.link
    }
}
