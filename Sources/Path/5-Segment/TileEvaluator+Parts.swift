import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// What a part inside `any` needs beside its rows.
struct ScopedPart {
  /// Index in `TileEvaluator.parts`.
  var part: Int
  /// Index in `Plan.quantified`.
  var scope: Int
  var posting: Int
  /// The rows that have the value in question and pass `filter`.
  var marks: BitBuffer
  var filter: TilePart.Filter
}

extension TileEvaluator {
  /// Lays out what every track of the plan looks at in the tile.
  mutating func addParts() {
    for index in binding.tracks.indices {
      let start = parts.count
      addParts(binding.tracks[index])
      while sessionFilters.count < parts.count { sessionFilters.append(nil) }
      partsOfTrack.append(start..<parts.count)
    }
  }

  private mutating func addParts(_ bound: BoundTrack) {
    switch bound.track.source {
    case .traits: break
    case .session: addSessions(bound)
    case .named:
      if let name = bound.name, let index = tile.posting(named: name) { addPosting(index, bound) }
    case .all:
      if case .none = bound.filter, bound.track.scope == nil {
        parts.append(columns.all)
      } else {
        for index in 0..<columns.postingCount { addPosting(index, bound) }
      }
    }
  }

  private mutating func addPosting(_ index: Int, _ bound: BoundTrack) {
    guard let filter = filter(bound.filter, tile.postings[index]) else { return }
    var part = columns.part(index)
    part.filter = filter
    if let scope = bound.track.scope {
      let marks = BitBuffer(count: tile.postings[index].count)
      scopes.append(
        ScopedPart(part: parts.count, scope: scope, posting: index, marks: marks, filter: filter))
      part.filter = .bits(marks.view)
    }
    parts.append(part)
  }

  /// What rows of a posting must pass; `nil` when none can.
  private mutating func filter(
    _ filter: BoundTrack.Filter, _ posting: Posting
  ) -> TilePart.Filter? {
    switch filter {
    case .none: return TilePart.Filter.none
    case .constant(let value): return value ? TilePart.Filter.none : nil
    case .value(let set):
      guard let path = set.path, let codes = posting.column(path) else {
        return set.holds[0] ? TilePart.Filter.none : nil
      }
      if case .bytes(let bytes) = codes { return .bytes(ArrayView(bytes), ArrayView(set.holds)) }
      return .codes(CodesView(codes), ArrayView(set.holds))
    case .rows(let expression):
      let bits = rows(of: posting, passing: expression)
      masks.append(bits)
      return .bits(bits.view)
    }
  }

  /// Decides a filter over several paths row by row.
  private func rows(of posting: Posting, passing expression: Expression) -> BitBuffer {
    let evaluator = ScalarEvaluator(for: expression)
    let vocabulary = binding.vocabulary
    var readers: [PropertyPath: (path: Int, codes: Codes)] = [:]
    for path in expression.paths {
      if let code = vocabulary.code(of: path), let codes = posting.column(code) {
        readers[path] = (Int(code), codes)
      }
    }
    let bits = BitBuffer(count: posting.count)
    for row in 0..<posting.count {
      let passes = evaluator.truth(expression) { path in
        readers[path].flatMap { vocabulary.values[$0.path].value($0.codes[row]) }
      }
      if passes { bits.flip(row) }
    }
    return bits
  }

  /// Visits rows of `Tile.all` as rows of their postings, in order: row, posting, row there.
  mutating func forEachRow(
    _ range: RowRange, _ person: Int, _ body: (inout TileEvaluator, Int, Int, Int) -> Void
  ) {
    var next = nextRows
    nextRows = []
    next.removeAll(keepingCapacity: true)
    for posting in 0..<columns.postingCount {
      next.append(columns.part(posting).rows(person).lowerBound)
    }
    let names = columns.allNames
    for row in Int(columns.allStarts[person])..<range.upper {
      let posting = Int(names[row])
      if row >= range.lower { body(&self, row, posting, next[posting]) }
      next[posting] += 1
    }
    nextRows = next
  }
}
