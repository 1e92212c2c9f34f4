/// A design in the unit cube: a coordinate u of a factor stands for the value under which a share u of the factor's distribution lies.
public protocol UnitCubeDesign: Design {
    /// A number from 0 to 1 for each factor, at the point with an index from zero to `count - 1`.
    func coordinates(at point: Int) -> [Double]
}
