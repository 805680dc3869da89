import StarlingColumns
import StarlingTimeline

/// Answers of a tile's people at one instant, kept while all segments are evaluated.
///
/// Shape: by node, then one bit per person. `known` tells for whom `values` was computed: a node
/// shared by segments is computed once for each person who needs it.
struct BatchMemory {
  private(set) var words = 0
  private var values: [UInt64] = []
  private var known: [UInt64] = []
  private var slotMemory = Scratch<UInt16>(count: 0, repeating: 0)
  private var numberMemory: [Scratch<Double>] = []
  /// Slots in work; room for every person of a tile.
  private(set) var slots: ScratchView<UInt16>

  init() { slots = slotMemory.view }

  /// Forgets everything; nodes have `words` words each.
  mutating func reset(nodes: Int, words: Int) {
    self.words = words
    if slots.count == 0 {
      slotMemory = Scratch(count: Tile.capacity, repeating: 0)
      slots = slotMemory.view
    }
    let count = nodes * words
    if values.count != count {
      values = [UInt64](repeating: 0, count: count)
      known = values
      return
    }
    for index in 0..<count {
      values[index] = 0
      known[index] = 0
    }
  }

  /// Room for a number of each person of a tile; `depth` tells apart what is in use at a time.
  mutating func numbers(_ depth: Int) -> ScratchView<Double> {
    while numberMemory.count <= depth {
      numberMemory.append(Scratch(count: Tile.capacity, repeating: 0))
    }
    return numberMemory[depth].view
  }

  /// The answers of a node, right for the people it is known for.
  func value(_ node: Int, _ word: Int) -> UInt64 { values[node * words + word] }

  /// The answers of a node for all people.
  func values(_ node: Int) -> ArraySlice<UInt64> { values[node * words..<(node + 1) * words] }

  /// Those of some people for whom a node is not known yet.
  func unknown(_ node: Int, of people: [UInt64]) -> [UInt64] {
    var rest = people
    var output = rest.mutableSpan
    for word in 0..<words { output[word] &= ~known[node &* words &+ word] }
    return rest
  }

  /// Notes the answers of a node for some people.
  mutating func note(_ node: Int, _ answers: [UInt64], for people: [UInt64]) {
    let first = node * words
    let count = words
    var value = values.mutableSpan
    for word in 0..<count { value[first &+ word] |= answers[word] & people[word] }
    var isKnown = known.mutableSpan
    for word in 0..<count { isKnown[first &+ word] |= people[word] }
  }
}
