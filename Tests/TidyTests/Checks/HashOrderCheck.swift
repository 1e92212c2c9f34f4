/// No loop of the model goes over a dictionary or a set, whose order differs from run to run.
///
/// It knows the names that their own file declares as such; a dictionary from elsewhere, and `map` or `forEach` over one, escape it.
enum HashOrderCheck {
    /// Complains about loops over dictionaries and sets.
    static func violations(in file: SourceFile) -> [Violation] {
        guard let target = file.sourceTarget, LayerTable.model.contains(target) else { return [] }
        let tokens = file.tokens
        let names = unorderedNames(in: tokens)
        return tokens.indices.compactMap { index in
            guard tokens[index].text == "for", let name = loopedOver(from: index, in: tokens), names.contains(name) else { return nil }
            return file.violation(
                tokens[index].line, "a loop over `\(name)` in the order of its hashes; sort it, or keep an array beside it")
        }
    }

    /// The names that are declared as, or set to, a dictionary or a set.
    static func unorderedNames(in tokens: [Token]) -> Set<String> {
        var names: Set<String> = []
        for index in tokens.indices where tokens[index].isWord {
            guard [":", "="].contains(tokens.text(index + 1)) else { continue }
            switch tokens.text(index + 2) {
            case "Set", "Dictionary": if ["<", "("].contains(tokens.text(index + 3)) { names.insert(tokens[index].text) }
            case "[": if isDictionary(from: index + 2, in: tokens) { names.insert(tokens[index].text) }
            default: break
            }
        }
        return names
    }

    /// Whether the bracket at an index opens the type or the literal of a dictionary: it has a colon that belongs to no `? :`.
    private static func isDictionary(from start: Int, in tokens: [Token]) -> Bool {
        var depth = 0
        for index in start..<tokens.count {
            switch tokens[index].text {
            case "[", "(", "{": depth += 1
            case "]", ")", "}":
                depth -= 1
                if depth == 0 { return false }
            case ":" where depth == 1: return true
            case "?" where depth == 1 && !tokens[index].isAttached: return false
            default: break
            }
        }
        return false
    }

    /// The last name of `for ... in a.b.name {`, where neither a call nor a subscript follows it.
    private static func loopedOver(from start: Int, in tokens: [Token]) -> String? {
        guard var index = tokens[start...].firstIndex(where: { $0.text == "in" }) else { return nil }
        var chain: [String] = []
        repeat {
            index += 1
            guard index < tokens.count, tokens[index].isWord else { return nil }
            chain.append(tokens[index].text)
            index += 1
            // An optional link of the chain.
            if tokens.text(index) == "?" || tokens.text(index) == "!" { index += 1 }
        } while tokens.text(index) == "."
        guard tokens.text(index) == "{" || tokens.text(index) == "where" else { return nil }
        while chain.count > 1, let last = chain.last, ["keys", "values", "lazy"].contains(last) { chain.removeLast() }
        return chain.last
    }
}
