/// The scenario that `chrysalis init` writes.
enum ScenarioTemplate {
    /// The scenario of a name, without control characters; `file` is its file as a word of a shell.
    static func text(name: String, file: String) -> String {
        """
        # \(name): say here in one line what is upgraded.
        # `chrysalis validate --effective \(file)` shows every default; `chrysalis schema` helps an editor to complete keys.
        # Mark a figure that you assume with `# A`: the ledger of `chrysalis compare` says which assumptions decide.
        name: \(scalar(name))
        start: 2026-01-06T22:00Z        # UTC
        horizon: 48 h                   # every strategy is observed for this long
        replications: 30

        sites:
          home: {backbone: 10 Gbit/s}

        tiers:
          web:
            nodes: 8
            cores: 4
            software: {drain: 30 s, install: 3 min, restart: 30 s, warm-up: 1 min, verify: 1 min, batch: 2, variation: 0.2}  # A
          database:
            shards:                     # one primary and its replicas per shard
              main: {nodes: 3, load: 100 %, data: 100 %}
            cores: 8
            apply-row: 100 us           # A
            software: {drain: 30 s, install: 5 min, restart: 1 min, variation: 0.2}  # A

        data-reader: web                # the tier whose version must match the data's format

        workload:
          rate: 50/s                    # or `daily:`, or `series:` with a CSV file of yours
          classes:
            read:
              objective: 1 s
              path:
                - {tier: web, demand: 100 ms}               # A
                - {tier: database, visits: 5, demand: 5 ms}  # A
            save:
              ratio: 0.05               # per request of the base load
              writes: true
              objective: 2 s
              path:
                - {tier: web, demand: 150 ms}               # A
                - {tier: database, visits: 2, demand: 10 ms, write: true}  # A

        data:
          tier: database
          threads: 4
          copy-rate: 50 MB/s            # A
          tables:
            records:
              rows: 20 M
              row: 400 B
              change: incompatible      # or additive, or none
              row-time: 200 us          # A
              growth: 1.1
              writes: {save: {appended: 1, overwritten: 1}}

        hardware-faults:
          node-crash: exponential(mean 365 d)  # A
          node-repair: lognormal(mean 2 h, cv 1)  # A

        # A second system for the strategy parallel-universe; without `market:` its machines are your own.
        parallel-universe:
          testing: 1 h                  # A
          tiers:
            web: {}
            database: {}

        """
    }

    /// A text as a YAML value: plain if it reads like a word, in quotes if YAML or a reader might take it for something else.
    private static func scalar(_ text: String) -> String {
        let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "none"]
        let isPlain =
            text.first.map { $0.isASCII && $0.isLetter } == true && text.last != " " && !words.contains(text.lowercased())
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || " _-.".unicodeScalars.contains($0)
            }
        return isPlain ? text : "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
    }
}
