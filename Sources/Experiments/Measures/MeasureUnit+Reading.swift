import Scenarios

extension MeasureUnit {
    /// A value in this unit from text as scenarios write quantities: `60 s`, `5 GB`, `10 USD`, `2 %`.
    func value(of text: String) throws(StatedQuantity.Problem) -> Double {
        switch self {
        case .seconds: return try StatedQuantity.seconds(text)
        case .minutes: return try StatedQuantity.seconds(text) / 60
        case .hours: return try StatedQuantity.seconds(text) / 3600
        case .bytes: return try StatedQuantity.bytes(text)
        case .fraction: return try StatedQuantity.share(text)
        case .dollars:
            var amount = Substring(text)
            if amount.hasSuffix("USD") { amount.removeLast(3) }
            while let last = amount.last, last.isWhitespace { amount.removeLast() }
            return try StatedQuantity.number(String(amount))
        case .requests, .rows, .count: return try StatedQuantity.number(text)
        }
    }
}
