import StarlingColumns

/// The last answer of each node for one person, good until its own end or an event that it sees.
struct NodeMemory {
  private struct Entry: BitwiseCopyable {
    /// `.min` when nothing is known.
    var until: Int64
    var value: Bool
  }

  /// Whether answers are kept; not while an `any` asks about one value after another.
  var isActive = false
  private let memory: Scratch<Entry>
  private let entries: ScratchView<Entry>

  init(nodes: Int) {
    memory = Scratch(count: nodes, repeating: Entry(until: .min, value: false))
    entries = memory.view
  }

  /// Forgets everything and begins to keep answers.
  mutating func begin() {
    isActive = true
    for node in 0..<entries.count { forget(node) }
  }

  /// Forgets a node because an event came that it sees.
  @inline(__always)
  func forget(_ node: Int) { entries[node] = Entry(until: .min, value: false) }

  /// The answer of a node if it still holds.
  @inline(__always)
  func answer(_ node: Int, at now: Int64) -> Outcome? {
    let entry = entries[node]
    return entry.until > now ? Outcome(value: entry.value, until: entry.until) : nil
  }

  /// Keeps an answer.
  @inline(__always)
  func note(_ node: Int, _ outcome: Outcome) {
    entries[node] = Entry(until: outcome.until, value: outcome.value)
  }
}
