/// How the writes are tracked that arrive while a table is converted.
public enum ConversionMode: Hashable, Sendable {
    /// One flag for each row: an overwritten row is stale and must be converted again; to overwrite a stale or unconverted row costs
    /// nothing.
    case set
    /// Every write since the start is an entry that must be applied, as log-based tools for online schema change do.
    case log
}
