/// The cases of `docs/sharing.md`.
extension SharingCase {
    /// All of them, in the order of the guide.
    public static let all = [
        twoLinks, parkingLot, conversion, weightsAndLimits, foregroundFirst, changingCapacity, virtualTime,
    ]

    private static let heldBack = "what is used; solid where this resource holds the flow back, pale where something else does"

    /// A long flow over two links and a short one on each.
    static let twoLinks = SharingCase(
        name: "sharing-two-links", title: "Three flows on two links",
        subtitle: "all grow with one level until a link is used up; capacities and rates in MB/s",
        picture: .filling([heldBack]),
        resources: [Resource("link A", 100), Resource("link B", 40)],
        flows: [
            Flow(name: "long", uses: [(0, 1), (1, 1)], colour: 0), Flow(name: "on A", uses: [(0, 1)], colour: 1),
            Flow(name: "on B", uses: [(1, 1)], colour: 2),
        ])

    /// One flow over all links of a row, and k flows on link k.
    static let parkingLot = SharingCase(
        name: "sharing-parking-lot", title: "The parking lot",
        subtitle: "one flow over three links of 60 MB/s, and one, two and three flows that join it on one link each",
        picture: .filling([heldBack]),
        resources: (1...3).map { Resource("link \($0)", 60) },
        flows: [Flow(name: "long", uses: [(0, 1), (1, 1), (2, 1)], colour: 0)]
            + (1...3).flatMap { link in (1...link).map { _ in Flow(name: "on \(link)", uses: [(link - 1, 1)], colour: link) } })

    /// A conversion reads 1, sends 1, computes and writes 1.3 for each unit; then a copy comes to the same node.
    static let conversion = SharingCase(
        name: "sharing-conversion", title: "A conversion, and a copy to the same node",
        subtitle: "parts of each capacity; solid where this resource holds the flow back, pale where something else does",
        picture: .use(["the conversion alone", "a copy comes to the same node", "the copy is held to 40 MB/s"]),
        resources: [
            Resource("source's disk", 200), Resource("processor", 8, unit: "cores"), Resource("target's port", 125),
            Resource("target's disk", 149.5),
        ],
        flows: [
            Flow(name: "conversion", uses: [(0, 1), (1, 0.05), (2, 1), (3, 1.3)], colour: 0),
            Flow(name: "copy", start: 10, uses: [(2, 1), (3, 1)], colour: 1),
        ],
        changes: [(20, .limit(flow: 1, 40))])

    /// Weights 1, 2 and 3, a limit that is met and one that is not until the third flow has ended.
    static let weightsAndLimits = SharingCase(
        name: "sharing-weights", title: "Weights and own limits on a link of 150 MB/s",
        subtitle: "a flow grows as fast as its weight says, until the link is used up or it meets its limit",
        picture: .filling([heldBack, "when c has ended"]),
        resources: [Resource("link", 150)],
        flows: [
            Flow(name: "a", uses: [(0, 1)], weight: 1, colour: 0), Flow(name: "b", uses: [(0, 1)], weight: 2, colour: 1),
            Flow(name: "c", uses: [(0, 1)], weight: 3, colour: 2), Flow(name: "d", uses: [(0, 1)], weight: 2, limit: 10, colour: 3),
            Flow(name: "e", uses: [(0, 1)], weight: 1, limit: 32, colour: 4),
        ],
        changes: [(10, .end(flow: 2))])

    /// Two copies get what the requests leave.
    static let foregroundFirst = SharingCase(
        name: "sharing-foreground", title: "Foreground before background on a link of 100 MB/s",
        subtitle: "requests take 60, 90 and all of it, then end; two copies share the rest", picture: .time,
        resources: [Resource("link", 100)],
        flows: [
            Flow(name: "requests", uses: [(0, 1)], limit: 60, colour: 0),
            Flow(name: "copy 1", uses: [(0, 1)], isBackground: true, work: 1_200, colour: 1),
            Flow(name: "copy 2", uses: [(0, 1)], isBackground: true, work: 800, colour: 2),
        ],
        changes: [(20, .limit(flow: 0, 90)), (30, .limit(flow: 0, .infinity)), (40, .end(flow: 0))])

    /// A link that gets slower, fails and comes back faster.
    static let changingCapacity = SharingCase(
        name: "sharing-capacity", title: "A capacity that changes",
        subtitle: "a link of 90 MB/s gets slower, fails, and comes back with 120; a flow joins after 5 s", picture: .time,
        resources: [Resource("link", 90)],
        flows: [
            Flow(name: "A", uses: [(0, 1)], work: 620, colour: 0), Flow(name: "B", uses: [(0, 1)], work: 500, colour: 1),
            Flow(name: "C", start: 5, uses: [(0, 1)], work: 740, colour: 2),
        ],
        changes: [
            (10, .capacity(resource: 0, 30)), (20, .capacity(resource: 0, 0)), (25, .capacity(resource: 0, 120)),
        ])

    /// Five flows of different sizes on one link.
    static let virtualTime = SharingCase(
        name: "sharing-virtual-time", title: "One bottleneck in virtual time",
        subtitle: "a link of 60 MB/s; C has weight 2, E comes after 2.5 s", picture: .virtualTime,
        resources: [Resource("link", 60)],
        flows: [
            Flow(name: "A", uses: [(0, 1)], work: 60, colour: 0), Flow(name: "B", uses: [(0, 1)], work: 120, colour: 1),
            Flow(name: "C", uses: [(0, 1)], weight: 2, work: 360, colour: 2), Flow(name: "D", uses: [(0, 1)], work: 240, colour: 3),
            Flow(name: "E", start: 2.5, uses: [(0, 1)], work: 270, colour: 4),
        ])
}
