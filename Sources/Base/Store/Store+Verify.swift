import GRDB
import StarlingColumns
import StarlingModel

extension Store {
  /// Reads and decodes everything, for `starling doctor`.
  ///
  /// - Parameter progress: Called now and then with the number of the event that was reached.
  package func verify(
    progress: (Int64) -> Void = { _ in }
  ) throws(StoreError) -> StoreInspection {
    var inspection = StoreInspection()
    inspection.databaseProblems = databaseProblems()
    try verifyEvents(&inspection, progress)
    try verifyChanges(&inspection)
    return inspection
  }

  private func databaseProblems() -> [String] {
    do throws(StoreError) {
      let lines = try database.read("check the database") { database in
        try String.fetchAll(database, sql: "PRAGMA quick_check(20)")
      }
      return lines.filter { $0 != "ok" }
    } catch { return [error.message] }
  }

  private func verifyEvents(
    _ inspection: inout StoreInspection, _ progress: (Int64) -> Void
  ) throws(StoreError) {
    var decoder = EventSectionDecoder()
    let end = nextSequence
    var next: Int64 = 0
    while next < end {
      let chunks = try rawChunks(from: next)
      if chunks.isEmpty { break }
      for chunk in chunks {
        if chunk.firstSequence > next {
          inspection.missingEvents.append(next..<chunk.firstSequence)
        }
        do throws(ChunkProblem) {
          _ = try chunk.batches(with: &decoder)
          inspection.eventCount += Int64(chunk.count)
        } catch { inspection.damages.append(chunk.damage(error)) }
        next = chunk.endSequence
      }
      progress(next)
    }
    if next < end { inspection.missingEvents.append(next..<end) }
  }

  private func verifyChanges(_ inspection: inout StoreInspection) throws(StoreError) {
    let end = nextPosition
    var next: Int64 = 1
    while next < end {
      let page = try changes(after: next - 1, limit: 100_000)
      inspection.damages += page.damages
      inspection.changeCount += Int64(page.changes.count)
      var found = page.damages.map(\.numbers)
      if let first = page.changes.first, let last = page.changes.last {
        found.append(first.position..<(last.position + 1))
        noteGaps(page.changes.map(\.position), &inspection.missingChanges, page.damages)
      }
      guard let reached = found.map(\.upperBound).max(), reached > next else { break }
      if let start = found.map(\.lowerBound).min(), start > next {
        inspection.missingChanges.append(next..<start)
      }
      next = reached
    }
    if next < end { inspection.missingChanges.append(next..<end) }
  }

  /// Notes holes between positions that no damaged chunk explains.
  private func noteGaps(
    _ positions: [Int64], _ missing: inout [Range<Int64>], _ damages: [ChunkDamage]
  ) {
    for (left, right) in zip(positions, positions.dropFirst()) where right != left + 1 {
      let hole = (left + 1)..<right
      if !damages.contains(where: { $0.numbers.overlaps(hole) }) { missing.append(hole) }
    }
  }
}
