/// A small system in time, in plain values: what `docs/sharing.md` works out by hand, what a test holds the run against, and what is drawn.
public struct SharingCase: Sendable {
    /// Something that is shared.
    public struct Resource: Sendable {
        /// What it is called.
        public var name: String
        /// Units a second.
        public var capacity: Double
        /// What is counted, a second.
        public var unit: String

        init(_ name: String, _ capacity: Double, unit: String = "MB/s") {
            (self.name, self.capacity, self.unit) = (name, capacity, unit)
        }
    }

    /// Something that goes on.
    public struct Flow: Sendable {
        /// What it is called.
        public var name: String
        /// Seconds.
        public var start = 0.0
        /// What a unit takes of which resource.
        public var uses: [(resource: Int, amount: Double)]
        /// Its share in comparison with others.
        public var weight = 1.0
        /// Units a second that it never exceeds.
        public var limit = Double.infinity
        /// Whether it gets what the foreground leaves.
        public var isBackground = false
        /// Units until it is done, infinite for no end.
        public var work = Double.infinity
        /// Which of the colours of a picture.
        public var colour: Int
    }

    /// What happens besides.
    public enum Change: Sendable {
        /// A resource has another capacity.
        case capacity(resource: Int, Double)
        /// A flow has another limit.
        case limit(flow: Int, Double)
        /// A flow ends, whatever is left.
        case end(flow: Int)
    }

    /// What shows a case best.
    public enum Picture: Sendable {
        /// Rates against the water level, and what is used; a caption for each instant at which rates change.
        case filling([String])
        /// What is used of each resource, with captions likewise.
        case use([String])
        /// What is used, and what is left of each flow's work, against time.
        case time
        /// Level and virtual time of one bottleneck against time.
        case virtualTime
    }

    /// What its picture is called, without `.svg`.
    public var name: String
    /// One line above the picture.
    public var title: String
    /// One line below that.
    public var subtitle: String
    /// What shows it.
    public var picture: Picture
    /// Its resources.
    public var resources: [Resource]
    /// Its flows.
    public var flows: [Flow]
    /// What happens at which second.
    public var changes: [(second: Double, change: Change)] = []
}
