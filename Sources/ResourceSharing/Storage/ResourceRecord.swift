/// A resource as the solver sees it.
@usableFromInline
struct ResourceRecord: BitwiseCopyable {
    /// What it can give to one stream.
    @usableFromInline var nominalCapacity: Double
    /// What it can give to all of its present streams together.
    @usableFromInline var capacity: Double
    /// By what part of a stream's share each further stream slows the resource down.
    var streamPenalty: Double
    /// Head of the list of uses, or -1.
    var firstUse: Int32 = -1
    /// Head of the list of what groups use, or -1.
    var firstGroupUse: Int32 = -1
    var foregroundUses: Int32 = 0
    var backgroundUses: Int32 = 0
    /// The groups that it holds back, or -1.
    var foregroundGroup: Int32 = -1
    var backgroundGroup: Int32 = -1
    /// Use by activities at their own limits.
    var limitedForeground = PairSum.zero
    var limitedBackground = PairSum.zero
    /// While it holds nobody back: what would be used if every group had risen to the level up to which that is known to go well.
    var reserved = PairSum.zero

    /// Use by activities that have stopped, in the filling in progress.
    var load = PairSum.zero
    /// Sum of a_ij w_i over the activities that still grow: how fast the load rises with the water level.
    var slope = PairSum.zero
    /// How many uses by activities that still grow are left.
    var growing: Int32 = 0
    /// How many of its uses belong to the region.
    var inRegion: Int32 = 0
    /// The levels at which the filling in progress stopped activities here; negative for none.
    var foregroundLevel = -1.0
    var backgroundLevel = -1.0

    var isDirty = false
    var isUnchecked = false
    var isSeed = false
    var membership = RegionMembership.outside

    init(capacity: Double, streamPenalty: Double) {
        nominalCapacity = capacity
        self.capacity = capacity
        self.streamPenalty = streamPenalty
    }

    var isMixed: Bool { foregroundUses > 0 && backgroundUses > 0 }
    var isBinding: Bool { foregroundGroup >= 0 || backgroundGroup >= 0 }

    func group(isBackground: Bool) -> Int32 { isBackground ? backgroundGroup : foregroundGroup }
    func limited(isBackground: Bool) -> PairSum { isBackground ? limitedBackground : limitedForeground }

    /// The water level at which the resource is used up if no more activities stop before.
    var level: Double {
        let left = load.remainder(of: capacity)
        return left > 0 ? left / slope.high : 0
    }

    /// What its present streams get together.
    var capacityForStreams: Double {
        let streams = Double(foregroundUses + backgroundUses)
        return streams > 1 ? nominalCapacity / (1 + streamPenalty * (streams - 1)) : nominalCapacity
    }
}

/// How a resource takes part in the region that is being filled.
enum RegionMembership: UInt8 {
    case outside
    /// Some of the activities that use it; what the others use is taken as given.
    case boundary
    /// All of the activities that use it.
    case inside
}
