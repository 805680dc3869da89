import GRDB
import StarlingModel

// Commits of single events make small chunks, which compress badly and are slow to read. Merging
// joins neighbours in the background: sections are copied as they are, so numbers, batches and
// their order stay the same, and only the frame around them is made anew.
//
// A group is merged when it has at least 16 chunks or fills half of a large one, so that an event
// is rewritten four times at most on its way from a chunk of one to one of 65,536.

extension Store {
  private static let mergedChunksMin = 16
  private static let chunksPerLook = 4_096
  /// Columns of a merged chunk at most. Unit: bytes.
  private static let mergedBytesMax = 16 << 20

  /// Joins the small chunks of events and of changes that lie side by side into large ones.
  ///
  /// For a thread in the background. Each group is one transaction; commits wait for one group at
  /// most.
  ///
  /// - Returns: How many chunks there are fewer.
  @discardableResult
  package func mergeSmallChunks() throws(StoreError) -> Int {
    let events = try mergeAll(in: "chunks", by: "first_sequence") { (group) throws(ChunkProblem) in
      var plain: [UInt8] = []
      for chunk in group {
        plain += try ChunkFrame.unwrap(
          chunk.bytes, kind: .events, first: chunk.first, count: chunk.count)
      }
      return (plain, .events)
    }
    let changes = try mergeAll(in: "change_chunks", by: "first_position") {
      (group) throws(ChunkProblem) in
      var columns = ColumnWriter()
      var all: [MembershipChange] = []
      for chunk in group {
        let plain = try ChunkFrame.unwrap(
          chunk.bytes, kind: .changes, first: chunk.first, count: chunk.count)
        all += try ChangeColumns.read(plain, first: chunk.first, count: chunk.count)
      }
      ChangeColumns.put(all, into: &columns)
      return (columns.array(), .changes)
    }
    return events + changes
  }

  private typealias Join =
    ([StoreWriter.Chunk]) throws(ChunkProblem) -> (plain: [UInt8], kind: ChunkFrame.Kind)

  private func mergeAll(
    in table: String, by key: String, _ join: Join
  ) throws(StoreError) -> Int {
    let compressor = Compressor(level: options.mergeLevel)
    var fewer = 0
    var from = Int64.min
    while true {
      let small = try smallChunks(in: table, by: key, from: from)
      for group in groups(small) {
        fewer += try merge(group, in: table, by: key, with: compressor, join)
      }
      guard let last = small.last, small.count == Self.chunksPerLook else { return fewer }
      from = last.first + 1
    }
  }

  /// Chunks that could grow, without their bytes.
  private func smallChunks(
    in table: String, by key: String, from: Int64
  ) throws(StoreError) -> [StoreWriter.Chunk] {
    try database.read("look for small chunks") { database in
      try database.rows(
        """
        SELECT \(key), count FROM \(table) WHERE \(key) >= ? AND count < ?
        ORDER BY \(key) LIMIT ?
        """,
        [from, options.mergedEventsMax / 2, Self.chunksPerLook]
      ).map { StoreWriter.Chunk(first: $0[0], count: $0[1], bytes: []) }
    }
  }

  /// Neighbours that are worth merging.
  private func groups(_ chunks: [StoreWriter.Chunk]) -> [[StoreWriter.Chunk]] {
    var groups: [[StoreWriter.Chunk]] = []
    var open: [StoreWriter.Chunk] = []
    var count = 0
    func end() {
      if open.count >= Self.mergedChunksMin
        || open.count > 1 && count >= options.mergedEventsMax / 2
      {
        groups.append(open)
      }
      open = []
      count = 0
    }
    for chunk in chunks {
      let isNeighbour = open.last.map { $0.first + Int64($0.count) == chunk.first } ?? true
      if !isNeighbour || count + chunk.count > options.mergedEventsMax { end() }
      open.append(chunk)
      count += chunk.count
    }
    end()
    return groups
  }

  /// Merges one group; leaves it as it is when a chunk of it is damaged or it would be too long.
  private func merge(
    _ group: [StoreWriter.Chunk], in table: String, by key: String, with compressor: Compressor,
    _ join: Join
  ) throws(StoreError) -> Int {
    let first = group[0].first
    let last = group[group.count - 1].first
    let filled = try database.read("read small chunks") { database in
      try database.rows(
        "SELECT \(key), count, bytes FROM \(table) WHERE \(key) BETWEEN ? AND ? ORDER BY \(key)",
        [first, last]
      ).map { StoreWriter.Chunk(first: $0[0], count: $0[1], bytes: ($0[2] as Blob).bytes) }
    }
    let count = filled.reduce(0) { $0 + $1.count }
    // A damaged chunk keeps its row: that names exactly what is lost.
    guard let joined = try? join(filled), joined.plain.count <= Self.mergedBytesMax else {
      return 0
    }
    let bytes = ChunkFrame.wrap(
      joined.plain.span, kind: joined.kind, first: first, count: count, with: compressor)
    try database.write("merge \(filled.count) chunks") { database in
      try database.run("DELETE FROM \(table) WHERE \(key) BETWEEN ? AND ?", [first, last])
      try database.run("INSERT INTO \(table) VALUES (?, ?, ?)", [first, count, Blob(bytes)])
    }
    return filled.count - 1
  }
}
