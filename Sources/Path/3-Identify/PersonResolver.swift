import StarlingColumns
import StarlingModel

/// Who is this: identifiers joined into people.
///
/// A union-find forest over identifier codes. The answer does not depend on the order of the joins:
/// a person is named by the best of its identifiers (see `isBetter`), whatever joined them first.
/// Likelihoods, limits and un-merging come with the full identity step; this is its place.
package struct PersonResolver: Sendable {
  private(set) var parents: [UInt32] = []
  /// Whether an identifier was ever given as the second one: the anonymous id of an identify call,
  /// the previous id of an alias.
  private(set) var wasSecond: [Bool] = []
  /// The identifiers of each person as a ring: for each one another, the last one's is the first.
  private(set) var next: [UInt32] = []
  /// Whether any two identifiers were joined.
  package private(set) var hasJoins = false

  /// A resolver that knows nobody.
  package init() {}

  /// What was known before.
  init(parents: [UInt32], wasSecond: [Bool], next: [UInt32], hasJoins: Bool) {
    self.parents = parents
    self.wasSecond = wasSecond
    self.next = next
    self.hasJoins = hasJoins
  }

  /// Makes room for identifiers up to `count`; new ones stand alone.
  package mutating func reserve(_ count: Int) {
    while parents.count < count {
      next.append(UInt32(parents.count))
      parents.append(UInt32(parents.count))
      wasSecond.append(false)
    }
  }

  /// States that an event gave `second` as another identifier of `first`.
  ///
  /// - Returns: Whether that was news.
  @discardableResult
  package mutating func join(_ first: UInt32, _ second: UInt32) -> Bool {
    let firstRoot = root(first)
    let secondRoot = root(second)
    let isFirstTime = first != second && !wasSecond[Int(second)]
    if isFirstTime { wasSecond[Int(second)] = true }
    if firstRoot == secondRoot { return isFirstTime }
    hasJoins = true
    next.swapAt(Int(firstRoot), Int(secondRoot))
    // The older identifier stays the root: dense numbers keep the order of first appearance.
    parents[Int(max(firstRoot, secondRoot))] = min(firstRoot, secondRoot)
    return true
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

  /// All identifiers of the person that one of them stands for.
  ///
  /// - Complexity: O(result).
  package func identifiers(of identifier: UInt32) -> [UInt32] {
    var ring = [identifier]
    while let another = ring.last.map({ next[Int($0)] }), another != identifier {
      ring.append(another)
    }
    return ring
  }

  /// The identifier among some of one person that names it, given the table of their strings.
  package func name(among group: [UInt32], _ identifiers: ByteTable) -> UInt32? {
    group.reduce(nil) { best, identifier in
      guard let best else { return identifier }
      return isBetter(identifier, than: best, identifiers) ? identifier : best
    }
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
