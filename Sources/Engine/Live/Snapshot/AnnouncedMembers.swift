import StarlingColumns
import StarlingModel
import StarlingStore

/// Who was announced to be in which segment since when, as of a position of the log of changes.
///
/// People are told by the code of the identifier that named them at that time: who has the name
/// later is for the reader to decide.
struct AnnouncedMembers: Sendable {
  /// Those of one segment.
  private struct Members: Sendable {
    /// Codes of identifiers, ascending.
    var codes: [UInt32] = []
    /// Beside `codes`: since when. Unit: ms since 1970 UTC.
    var since: [Int64] = []
    /// What came later, by code: since when, or `nil` for those who left.
    var later: [UInt32: Int64?] = [:]
  }

  /// Every change up to and including this position counts.
  private(set) var position: Int64 = 0
  private var indices: [String: Int] = [:]
  private var members: [Members] = []
  /// By segment: names that are not known, since what told them cannot be read, and who is in.
  private var unknown: [String: Set<String>] = [:]

  /// Nobody, before the first change.
  init() {}

  /// Counts the changes of a log up to a position.
  ///
  /// - Parameter identifiers: Everybody who is known; others are strangers.
  mutating func read(
    _ store: Store, through end: Int64, _ identifiers: ByteTable
  ) throws(StoreError) {
    while position < end {
      let page = try store.changes(after: position, limit: 100_000)
      for change in page.changes where change.position <= end {
        note(change, identifiers)
        position = change.position
      }
      // What is damaged is passed over, so an empty page is the last one.
      if page.changes.isEmpty || (page.changes.last?.position ?? end) > end { position = end }
    }
  }

  private mutating func note(_ change: MembershipChange, _ identifiers: ByteTable) {
    guard let code = identifiers.code(of: change.person) else {
      if change.isEntry {
        unknown[change.segment, default: []].insert(change.person)
      } else {
        unknown[change.segment]?.remove(change.person)
      }
      return
    }
    let index = index(of: change.segment)
    members[index].later.updateValue(change.isEntry ? change.at.milliseconds : nil, forKey: code)
  }

  private mutating func index(of segment: String) -> Int {
    if let index = indices[segment] { return index }
    indices[segment] = members.count
    members.append(Members())
    return members.count - 1
  }

  /// The segments somebody was announced to be in, ascending.
  var segments: [String] { Set(indices.keys).union(unknown.keys).sorted() }

  /// The names that nobody has who is known, in a segment.
  func strangers(in segment: String) -> [String] { Array(unknown[segment] ?? []) }

  /// Calls `body` with everybody who is in a segment: the code of the name, and since when.
  func visit(_ segment: String, _ body: (_ code: UInt32, _ since: Int64) -> Void) {
    guard let index = indices[segment] else { return }
    let list = members[index]
    for (place, code) in list.codes.enumerated() where list.later[code] == nil {
      body(code, list.since[place])
    }
    for (code, since) in list.later {
      if let since { body(code, since) }
    }
  }

  // MARK: Snapshots

  /// All of it as columns: the position, the names, and for each segment codes and instants.
  var pack: [UInt8] {
    var packer = ColumnPacker()
    packer.put(position)
    var names = ByteTable()
    let sorted = indices.keys.sorted()
    for name in sorted { _ = names.intern(name) }
    names.pack(into: &packer)
    for name in sorted {
      var entries: [(code: UInt32, since: Int64)] = []
      visit(name) { entries.append(($0, $1)) }
      entries.sort { $0.code < $1.code }
      packer.put(entries.map(\.code))
      packer.put(entries.map(\.since))
    }
    return packer.bytes
  }

  /// What was packed.
  ///
  /// - Parameter identifiers: Number of codes that there are.
  init(unpacking bytes: [UInt8], identifiers: Int) throws(PackProblem) {
    var unpacker = ColumnUnpacker(bytes)
    position = try unpacker.number()
    let names = try ByteTable(unpacking: &unpacker)
    for name in 0..<UInt32(names.count) {
      let codes = try unpacker.array(of: UInt32.self)
      let since = try unpacker.array(of: Int64.self)
      if codes.count != since.count || codes.contains(where: { $0 >= UInt32(identifiers) }) {
        throw unpacker.problem("\(codes.count) members since \(since.count) instants")
      }
      indices[names.string(name)] = members.count
      members.append(Members(codes: codes, since: since))
    }
    if !unpacker.isAtEnd { throw unpacker.problem("more than the announced members") }
  }
}
