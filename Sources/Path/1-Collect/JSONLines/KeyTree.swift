import StarlingColumns
import StarlingModel

/// The keys of JSON objects as a tree, with a guess for each: what came after it last time.
///
/// Events of a kind repeat their keys in the same order, so that one comparison of bytes usually
/// replaces a hash and a probe. A wrong guess costs the look-up it would have cost anyway and is
/// corrected for the next event.
struct KeyTree {
  private struct Node {
    var parent: Int32
    var key: KeyWords
    /// Where the last component starts in `components`.
    var start: Int32
    /// The first keys seen below this one when it was last visited, latest first; -1 for none.
    var firstChild: Int32 = -1
    var otherFirstChild: Int32 = -1
    /// The keys seen behind this one when it was last visited, latest first; -1 for none.
    var follower: Int32 = -1
    var otherFollower: Int32 = -1
  }

  /// Node 0 is the root; node n is the path with code n - 1 in `paths`.
  private var nodes = [Node(parent: -1, key: KeyWords([UInt8]().span), start: 0)]
  private var components: [UInt8] = []
  private var paths = ByteTable()

  /// Number of nodes, the root included.
  var count: Int { nodes.count }

  /// Total length of all paths. Unit: bytes.
  var byteCount: Int { paths.byteCount }

  /// Length of all paths from which on a tree is forgotten between batches: a few invented keys of
  /// a mebibyte each must not stay for ever. Unit: bytes.
  static let bytesMax = 4 << 20

  /// The root's node.
  static let root = 0
  /// Stands for "no key before this one".
  static let none = -1

  /// The node of `key` below `parent`, which is added when it is new.
  ///
  /// - Parameter previous: The node before it in the same object, or `none`.
  mutating func child(of parent: Int, after previous: Int, _ key: Span<UInt8>) -> Int {
    let words = KeyWords(key)
    let guess = Int(previous < 0 ? nodes[parent].firstChild : nodes[previous].follower)
    if isNode(guess, parent, key, words) { return guess }
    let other = Int(previous < 0 ? nodes[parent].otherFirstChild : nodes[previous].otherFollower)
    let found = isNode(other, parent, key, words) ? other : lookUp(parent, key)
    if previous < 0 {
      nodes[parent].otherFirstChild = nodes[parent].firstChild
      nodes[parent].firstChild = Int32(found)
    } else {
      nodes[previous].otherFollower = nodes[previous].follower
      nodes[previous].follower = Int32(found)
    }
    return found
  }

  /// Whether a guess is right.
  @inline(__always)
  private func isNode(
    _ guess: Int, _ parent: Int, _ key: Span<UInt8>, _ words: KeyWords
  ) -> Bool {
    if guess < 0 || nodes[guess].parent != parent || nodes[guess].key != words { return false }
    if words.isWhole { return true }
    let start = Int(nodes[guess].start)
    return components.span.extracting(start..<(start &+ key.count)).matches(key)
  }

  /// The node of `key` below `parent`, which is added when it is new.
  mutating func child(of parent: Int, _ key: String) -> Int {
    let bytes = Array(key.utf8)
    return lookUp(parent, bytes.span)
  }

  /// The path of a node: its components joined by the path separator.
  func path(_ node: Int) -> [UInt8] {
    var path: [UInt8] = []
    paths.withBytes(UInt32(node - 1)) { path.append(copying: $0) }
    return path
  }

  private mutating func lookUp(_ parent: Int, _ key: Span<UInt8>) -> Int {
    var path = parent == Self.root ? [] : self.path(parent)
    if parent != Self.root { path += PropertyPath.separator.utf8 }
    path.append(copying: key)
    let node = Int(paths.intern(path.span)) + 1
    if node == nodes.count {
      let start = Int32(components.count)
      components.append(copying: key)
      nodes.append(Node(parent: Int32(parent), key: KeyWords(key), start: start))
    }
    return node
  }
}
