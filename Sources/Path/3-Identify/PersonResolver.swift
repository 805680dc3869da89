import StarlingColumns
import StarlingModel

/// Who is this: identifiers joined into people.
///
/// A union-find forest over identifier codes. The answer does not depend on the order of the joins:
/// a person is named by the best of its identifiers (see `isBetter`), whatever joined them first.
/// Likelihoods, limits and un-merging come with the full identity step; this is its place.
package struct PersonResolver: Sendable {
  private var parents: [UInt32] = []
  /// Whether an identifier was ever given as the second one: the anonymous id of an identify call,
  /// the previous id of an alias.
  private var wasSecond: [Bool] = []
  /// Whether any two identifiers were joined.
  package private(set) var hasJoins = false

  /// A resolver that knows nobody.
  package init() {}

  /// Makes room for identifiers up to `count`; new ones stand alone.
  package mutating func reserve(_ count: Int) {
    while parents.count < count {
      parents.append(UInt32(parents.count))
      wasSecond.append(false)
    }
  }

  /// States that an event gave `second` as another identifier of `first`.
  package mutating func join(_ first: UInt32, _ second: UInt32) {
    let firstRoot = root(first)
    let secondRoot = root(second)
    if first != second { wasSecond[Int(second)] = true }
    if firstRoot == secondRoot { return }
    hasJoins = true
    // The older identifier stays the root: dense numbers keep the order of first appearance.
    parents[Int(max(firstRoot, secondRoot))] = min(firstRoot, secondRoot)
  }

  /// The identifier that stands for the person; flattens the path to it.
  package mutating func root(_ identifier: UInt32) -> UInt32 {
    var root = identifier
    while parents[Int(root)] != root { root = parents[Int(root)] }
    var node = identifier
    while parents[Int(node)] != root {
      let next = parents[Int(node)]
      parents[Int(node)] = root
      node = next
    }
    return root
  }

  /// For each identifier the one that names its person, given the table of their strings.
  ///
  /// Identifiers that never were the second one go before those that were; among equals the one
  /// with the smaller UTF-8 bytes wins.
  package mutating func names(_ identifiers: ByteTable) -> [UInt32] {
    var best = (0..<UInt32(parents.count)).map { $0 }
    guard hasJoins else { return best }
    for identifier in 0..<UInt32(parents.count) {
      let root = Int(root(identifier))
      if isBetter(identifier, than: best[root], identifiers) { best[root] = identifier }
    }
    return best
  }

  private func isBetter(
    _ left: UInt32, than right: UInt32, _ identifiers: ByteTable
  ) -> Bool {
    if wasSecond[Int(left)] != wasSecond[Int(right)] { return wasSecond[Int(right)] }
    return identifiers.string(left).utf8.lexicographicallyPrecedes(identifiers.string(right).utf8)
  }
}
