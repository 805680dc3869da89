import StarlingCollect
import StarlingColumns
import StarlingModel
import StarlingStore

extension LiveSystem {
  /// As `LiveQueries` says.
  package func quarantine(
    _ filter: QuarantineFilter, before: Int64?, limit: Int
  ) async throws(QueryProblem) -> [QuarantineEntry] {
    try stored { () throws(StoreError) in
      try store.quarantined(
        state: filter.state.map(QuarantinedItem.State.init), reason: filter.reason,
        source: filter.source, before: before, limit: limit)
    }.map(QuarantineEntry.init)
  }

  /// As `LiveQueries` says.
  package func quarantineCounts() async throws(QueryProblem) -> [QuarantineCount] {
    var counts: [[String]: Int] = [:]
    var before: Int64?
    while true {
      let last = before
      let page = try stored { () throws(StoreError) in
        try store.quarantined(state: .open, before: last, limit: 10_000)
      }
      for item in page { counts[[item.reason, "\(item.source)"], default: 0] += 1 }
      guard let oldest = page.last, page.count == 10_000 else { break }
      before = oldest.id
    }
    return counts.map { key, count in
      QuarantineCount(reason: key[0], source: UInt32(key[1]) ?? 0, count: count)
    }.sorted { ($0.reason, $0.source) < ($1.reason, $1.source) }
  }

  /// As `LiveQueries` says.
  package func fixQuarantined(
    _ id: Int64, raw: [UInt8]
  ) async throws(QueryProblem) -> ReplayOutcome {
    var item = try item(id)
    item.raw = raw
    return try await replay([item])
  }

  /// As `LiveQueries` says.
  package func replayQuarantined(
    _ filter: QuarantineFilter, limit: Int
  ) async throws(QueryProblem) -> ReplayOutcome {
    let items = try stored { () throws(StoreError) in
      try store.quarantined(
        state: .open, reason: filter.reason, source: filter.source, limit: limit + 1)
    }
    var outcome = try await replay(Array(items.prefix(limit).reversed()))
    outcome.isComplete = items.count <= limit
    return outcome
  }

  /// As `LiveQueries` says.
  package func dropQuarantined(_ id: Int64) async throws(QueryProblem) {
    _ = try item(id)
    try close([id], as: .dropped)
  }

  // MARK: Parts

  private func item(_ id: Int64) throws(QueryProblem) -> QuarantinedItem {
    let found = try stored { () throws(StoreError) in try store.quarantinedItem(id) }
    guard let found else { throw QueryProblem(.noSuchEntry, "there is no entry \(id)") }
    if found.state != .open {
      throw QueryProblem(.conflict, "the entry \(id) was dealt with already")
    }
    return found
  }

  private func close(
    _ ids: [Int64], as state: QuarantinedItem.State
  ) throws(QueryProblem) {
    _ = try stored { () throws(StoreError) in try store.closeQuarantined(ids, as: state) }
  }

  /// Reads each item as its protocol has it and hands it over like any other.
  private func replay(_ items: [QuarantinedItem]) async throws(QueryProblem) -> ReplayOutcome {
    var outcome = ReplayOutcome(accepted: 0, refused: [])
    var parser = RequestParser()
    for item in items {
      let (batch, problem) = read(item, &parser)
      if let problem {
        var entry = QuarantineEntry(item)
        entry.reason = problem.reason.rawValue
        entry.detail = problem.detail
        outcome.refused.append(entry)
        continue
      }
      do { try await accept(batch, quarantined: []) } catch {
        throw QueryProblem(.busy, "\(error)", retryAfterSeconds: 5)
      }
      try close([item.id], as: .fixed)
      outcome.accepted += 1
    }
    return outcome
  }

  private func read(
    _ item: QuarantinedItem, _ parser: inout RequestParser
  ) -> (batch: AcceptedBatch, problem: (reason: RejectReason, detail: String)?) {
    if let endpoint = CollectEndpoint(word: item.endpoint) {
      let found = parser.parseAgain(
        item.raw, from: endpoint, receivedAt: item.receivedAt,
        mapping: options.mapping(item.source))
      return (
        found.batch(from: item.source), found.rejected.first.map { ($0.reason, $0.detail) }
      )
    }
    // A line of a file.
    var parser = JSONLinesParser()
    let text = item.raw.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 }
    let chunk = parser.parse(InputChunk(file: "quarantine", text: text))
    let batch = AcceptedBatch(
      events: chunk.batch, sentStamps: chunk.batch.stamps, receivedAt: item.receivedAt,
      source: item.source)
    return (batch, chunk.rejections.first.map { ($0.reason, $0.detail) })
  }
}

extension QuarantineEntry {
  fileprivate init(_ item: QuarantinedItem) {
    self.init(
      id: item.id, source: item.source, receivedAt: item.receivedAt, reason: item.reason,
      detail: item.detail, raw: item.raw, state: QuarantineState(item.state))
  }
}

extension QuarantineState {
  fileprivate init(_ state: QuarantinedItem.State) {
    switch state {
    case .open: self = .open
    case .fixed: self = .fixed
    case .dropped: self = .dropped
    }
  }
}

extension QuarantinedItem.State {
  fileprivate init(_ state: QuarantineState) {
    switch state {
    case .open: self = .open
    case .fixed: self = .fixed
    case .dropped: self = .dropped
    }
  }
}
