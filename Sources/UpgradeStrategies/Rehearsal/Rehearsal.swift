public import ClusterModel
public import DataConversion
public import SimulationKernel
public import UpgradeFaults

/// Everything that is equal for all strategies: the system, its data, the market, the faults and the rules of the game.
///
/// A run follows from (rehearsal, strategy, seed, replication) alone.
public struct Rehearsal: Sendable {
    /// The system as it is before.
    public var system: SystemDescription
    /// The data, if the upgrade touches any.
    public var dataset: DatasetDescription?
    /// The second system of a parallel universe, if one can be had.
    public var parallel: ParallelPlan?
    /// What hardware does wrong.
    public var hardwareFaults: HardwareFaults
    /// What depends on what; nil where nothing is known, and then no fault of the procedure or the version has consequences.
    public var dependencies: DependencyGraph?
    /// How often what goes wrong in the procedure and with the version, and what is done about it.
    public var faults = FaultRules.none
    /// Faults that are made to happen, in addition.
    public var injections: [Injection] = []
    /// Times and rules of the procedure.
    public var procedure: ProcedureRules
    /// Choices within the strategies.
    public var options: StrategyOptions
    /// What own resources and losses cost.
    public var ownCosts: OwnCosts
    /// All strategies are observed from the start to this instant.
    public var horizon: SimulationDuration
    /// The calendar instant of the start.
    public var calendar: Calendar
    /// A class is in outage while its yield is under this.
    public var outageYield: Double
    /// Share of a serving node's processor that requests and background work may use together.
    public var utilisationCeiling: Double
    /// How much of the background's utilisation requests feel as their own.
    public var interference: Double

    /// Makes a rehearsal.
    public init(
        system: SystemDescription, dataset: DatasetDescription? = nil, parallel: ParallelPlan? = nil,
        hardwareFaults: HardwareFaults = .none,
        procedure: ProcedureRules = ProcedureRules(), options: StrategyOptions = StrategyOptions(), ownCosts: OwnCosts = OwnCosts(),
        horizon: SimulationDuration, calendar: Calendar = Calendar(), outageYield: Double = 0.5, utilisationCeiling: Double = 1,
        interference: Double = 0
    ) {
        self.system = system
        self.dataset = dataset
        self.parallel = parallel
        self.hardwareFaults = hardwareFaults
        self.procedure = procedure
        self.options = options
        self.ownCosts = ownCosts
        self.horizon = horizon
        self.calendar = calendar
        self.outageYield = outageYield
        self.utilisationCeiling = utilisationCeiling
        self.interference = interference
        // Work that must wait for its windows gets no nearer to its end in between.
        if let cycle = dataset?.loadCycle { self.dataset?.loadCycle = max(cycle, calendar.period) }
    }
}
