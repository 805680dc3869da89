import StarlingColumns
import StarlingModel

/// Who is this: identifiers joined into people.
///
/// A union-find forest over identifier codes. The answer does not depend on the order of the joins:
/// a person is named by the best of its identifiers (see `isBetter`), whatever joined them first.
/// Likelihoods, limits and un-merging come with the full identity step; this is its place.
package struct PersonResolver: Sendable {
  /// What is known of an identifier; the bits say how good a name it makes.
  private struct Standing: OptionSet, Sendable {
    var rawValue: UInt8
    static let user = Standing(rawValue: 1)
    static let previous = Standing(rawValue: 2)
  }

  private var parents: [UInt32] = []
  private var standings: [Standing] = []
  /// Whether any two identifiers were joined.
  package private(set) var hasJoins = false

  /// A resolver that knows nobody.
  package init() {}

  /// Makes room for identifiers up to `count`; new ones stand alone.
  package mutating func reserve(_ count: Int) {
    while parents.count < count {
      parents.append(UInt32(parents.count))
      standings.append([])
    }
  }

  /// Remembers that an identifier was used as a user id.
  package mutating func markUser(_ identifier: UInt32) {
    standings[Int(identifier)].insert(.user)
  }

  /// Remembers that an identifier was given up for another (`previousId` of an alias).
  package mutating func markPrevious(_ identifier: UInt32) {
    standings[Int(identifier)].insert(.previous)
  }

  /// States that two identifiers are one person.
  package mutating func join(_ left: UInt32, _ right: UInt32) {
    let leftRoot = root(left)
    let rightRoot = root(right)
    if leftRoot == rightRoot { return }
    hasJoins = true
    // The older identifier stays the root: dense numbers keep the order of first appearance.
    parents[Int(max(leftRoot, rightRoot))] = min(leftRoot, rightRoot)
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
  /// User ids go before anonymous ids, ids that were not given up before those that were; among
  /// equals the smaller string wins.
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
    let leftRank = rank(left)
    let rightRank = rank(right)
    if leftRank != rightRank { return leftRank < rightRank }
    return identifiers.string(left).utf8.lexicographicallyPrecedes(identifiers.string(right).utf8)
  }

  private func rank(_ identifier: UInt32) -> Int {
    let standing = standings[Int(identifier)]
    return (standing.contains(.user) ? 0 : 2) + (standing.contains(.previous) ? 1 : 0)
  }
}
