import StarlingColumns
import StarlingLanguage
import StarlingSegment

/// What the answers in a snapshot are answers to.
///
/// They are used again only for the very same definitions and lists, by a program that compiles
/// them the same way; else they are found anew.
struct CoreHead: Hashable, Sendable {
  /// To be raised whenever plans are compiled in another way, or states mean something else.
  private static let version: Int64 = 3

  /// The definitions and the people on lists, as text.
  var definitions: [UInt8]
  /// Indices of the segments' nodes in the plan.
  var roots: [Int64]
  /// When thresholds of percentiles are computed next; `.max` = never. Unit: ms since 1970 UTC.
  var nextThresholds: Int64
  /// By percentile: the threshold in force.
  var thresholds: [Double?]

  /// States what the answers of a plan are answers to.
  init(
    _ workspace: Workspace, lists: [String: Set<String>], _ plan: Plan, nextThresholds: Int64,
    thresholds: [Double?]
  ) {
    var text = WorkspaceText.of(workspace)
    for (name, people) in lists.sorted(by: { $0.key < $1.key }) {
      text += "\n\(name.utf8.count) \(name)\n" + people.sorted().joined(separator: "\n")
    }
    definitions = Array(text.utf8)
    roots = plan.segments.map { Int64($0.root) }
    self.nextThresholds = nextThresholds
    self.thresholds = thresholds
  }

  /// Whether answers to one are answers to the other.
  func fits(_ other: CoreHead) -> Bool {
    definitions == other.definitions && roots == other.roots
  }

  /// All of it as columns.
  var pack: [UInt8] {
    var packer = ColumnPacker()
    packer.put(Self.version)
    packer.put(definitions)
    packer.put(roots)
    packer.put(nextThresholds)
    packer.put(thresholds.map { $0 == nil ? 0 : 1 as UInt8 })
    packer.put(thresholds.map { ($0 ?? 0).bitPattern })
    return packer.bytes
  }

  /// What was packed; `nil` when it was about plans that were compiled in another way.
  init?(unpacking bytes: [UInt8]) throws(PackProblem) {
    var unpacker = ColumnUnpacker(bytes)
    if try unpacker.number() != Self.version { return nil }
    definitions = try unpacker.array()
    roots = try unpacker.array()
    nextThresholds = try unpacker.number()
    let isThere = try unpacker.array(of: UInt8.self)
    let values = try unpacker.array(of: UInt64.self)
    if isThere.count != values.count { throw unpacker.problem("\(values.count) thresholds") }
    thresholds = zip(isThere, values).map { $0 == 1 ? Double(bitPattern: $1) : nil }
  }
}
