/// Requests that cannot get from one site to the next.
///
/// Users reach the site of a request's first step over the public network, which is no part of the scenario and does not fail. From step to step
/// a request goes between the sites of the two tiers: where these differ and a link of the route is down, all that would pass is lost, and
/// the link is to blame. Requests take no capacity of links.
extension FluidService {
    /// Looks up again which steps cannot be reached in the active universe.
    ///
    /// - Parameter cause: What keeps requests from getting from one site to another; nil if nothing does.
    public func setCuts(_ cause: (_ from: Int, _ to: Int) -> CauseID?) {
        for old in cutCauses { cluster.causes.release(old) }
        cutCauses = []
        cutSteps = []
        var cuts = [UInt64](repeating: 0, count: steps.count)
        for index in system.classes.indices {
            for position in classStart[index]..<classStart[index + 1] where position > classStart[index] {
                guard let cause = cause(site(of: position - 1), site(of: position)) else { continue }
                cuts[position] = cause.bit
                if !cutCauses.contains(cause) { cutCauses.append(cause) }
            }
        }
        if !cutCauses.isEmpty { cutSteps = cuts }
        for new in cutCauses { cluster.causes.use(new) }
        cluster.onChange?()
    }

    private func site(of position: Int) -> Int {
        let tier = steps[position].step.tier
        guard let node = cluster.nodes(of: tier, in: cluster.activeUniverse).first else { return system.tiers[tier].site }
        return cluster.nodes[node].site
    }
}
