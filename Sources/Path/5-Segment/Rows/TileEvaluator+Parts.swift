import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// A bound track without references, so that laying out a tile counts none that threads share.
struct TrackView {
  enum Source {
    case all
    /// Name code; `Binding.unknown` when no event has the name.
    case named(UInt32)
    case session
  }

  enum Filter {
    case none
    case constant(Bool)
    /// Path code, and whether each value code passes.
    case value(UInt32, ArrayView<Bool>)
    /// See the bound track.
    case rows
  }

  let source: Source
  let filter: Filter
  let scope: Int?

  init(_ bound: BoundTrack) {
    scope = bound.track.scope
    source =
      switch bound.track.source {
      case .all: .all
      case .named: .named(bound.name ?? Binding.unknown)
      case .session: .session
      }
    filter =
      switch bound.filter {
      case .none: .none
      case .constant(let value): .constant(value)
      case .value(let set): .value(set.path ?? Binding.unknown, ArrayView(set.holds))
      case .rows: .rows
      }
  }
}

/// What a part inside `any` needs beside its rows.
struct ScopedPart {
  /// Index in `TileLayout.parts`.
  var part: Int
  /// Index in `Plan.quantified`.
  var scope: Int
  /// What `marks` and `filter` are about.
  var place: TilePart.Place
  /// The rows that have the value in question and pass `filter`.
  var marks: BitBuffer
  var filter: TilePart.Filter
  /// Index in `TileLayout.scopes` of the part before it inside the same `any`; -1 without one.
  var previous = -1

  /// The part's row that a value stands in; `nil` when it is not among those the part looks at.
  func row(of value: ValueRow) -> Int? {
    let row: Int? =
      switch place {
      case .posting(let posting): posting == value.posting ? value.row : nil
      case .all: value.wholeRow
      case .sessions: nil
      }
    return row.flatMap { filter.passes($0) ? $0 : nil }
  }
}

extension TileEvaluator {
  /// Lays out what every track of the plan looks at in the tile.
  mutating func addParts() {
    layout.makePlaces(tracks: trackViews.count)
    for index in trackViews.indices { addTrack(index) }
    layout.finish()
  }

  mutating func addTrack(_ index: Int) {
    let start = layout.parts.count
    addParts(index, trackViews[index])
    while layout.sessionFilters.count < layout.parts.count { layout.sessionFilters.append(nil) }
    let parts = start..<layout.parts.count
    layout.lay(index, parts: parts, namedParts: addNamedParts(trackViews[index], of: parts))
  }

  /// Lays out the rows of a track by event name.
  private mutating func addNamedParts(_ view: TrackView, of parts: Range<Int>) -> Range<Int> {
    guard case .all = view.source, case .none = view.filter, view.scope == nil,
      layout.columns.whole == nil
    else { return parts }
    for index in 0..<layout.columns.postingCount {
      layout.add(layout.columns.part(index))
      layout.sessionFilters.append(nil)
    }
    return parts.upperBound..<layout.parts.count
  }

  private mutating func addParts(_ track: Int, _ view: TrackView) {
    switch view.source {
    case .session: addSessions(binding.tracks[track])
    case .named(let name):
      if let index = layout.posting(named: name) { addPosting(index, track, view) }
    case .all:
      if case .none = view.filter, view.scope == nil {
        layout.add(layout.columns.all)
      } else if layout.columns.whole != nil {
        addWhole(track, view)
      } else {
        for index in 0..<layout.columns.postingCount { addPosting(index, track, view) }
      }
    }
  }

  private mutating func addPosting(_ index: Int, _ track: Int, _ view: TrackView) {
    guard let filter = filter(track, view, index) else { return }
    add(layout.columns.part(index), filter, view)
  }

  /// Adds all rows as one part, with the postings' filters brought into their order.
  private mutating func addWhole(_ track: Int, _ view: TrackView) {
    var filter = TilePart.Filter.none
    if case .none = view.filter {
    } else {
      var filters: [TilePart.Filter?] = []
      for index in 0..<layout.columns.postingCount {
        filters.append(self.filter(track, view, index))
      }
      let bits = WholeRows.passing(layout.tile, filters)
      layout.masks.append(bits)
      filter = .bits(bits.view)
    }
    add(layout.columns.all, filter, view)
  }

  private mutating func add(_ rows: TilePart, _ filter: TilePart.Filter, _ view: TrackView) {
    var part = rows
    part.filter = filter
    if let scope = view.scope {
      let marks = layout.takeMarks(rows: rows.times.count)
      layout.add(
        ScopedPart(
          part: layout.parts.count, scope: scope, place: rows.place, marks: marks, filter: filter)
      )
      part.filter = .bits(marks.view)
    }
    layout.add(part)
  }

  /// What rows of a posting must pass; `nil` when none can.
  private mutating func filter(
    _ track: Int, _ view: TrackView, _ posting: Int
  ) -> TilePart.Filter? {
    switch view.filter {
    case .none: return TilePart.Filter.none
    case .constant(let value): return value ? TilePart.Filter.none : nil
    case .value(let path, let holds):
      switch layout.codes(path, posting) {
      case .none: return holds[0] ? TilePart.Filter.none : nil
      case .bytes(let codes): return .bytes(codes, holds)
      case let codes: return .codes(codes, holds)
      }
    case .rows:
      guard case .rows(let expression) = binding.tracks[track].filter else { return nil }
      let bits = rows(of: posting, passing: expression)
      layout.masks.append(bits)
      return .bits(bits.view)
    }
  }

  /// Decides a filter over several paths row by row.
  private func rows(of posting: Int, passing expression: Expression) -> BitBuffer {
    let evaluator = ScalarEvaluator(for: expression)
    let vocabulary = binding.vocabulary
    var readers: [PropertyPath: (path: Int, codes: CodesView)] = [:]
    for path in expression.paths {
      guard let code = vocabulary.code(of: path) else { continue }
      let codes = layout.codes(code, posting)
      if codes.exists { readers[path] = (Int(code), codes) }
    }
    let count = layout.columns.part(posting).times.count
    let bits = BitBuffer(count: count)
    for row in 0..<count {
      let passes = evaluator.truth(expression) { path in
        readers[path].flatMap { vocabulary.values[$0.path].value($0.codes[row]) }
      }
      if passes { bits.flip(row) }
    }
    return bits
  }

  /// Visits rows of `Tile.all` as rows of their postings, in order: row, posting, row there.
  ///
  /// - Parameter range: Rows of a window or all rows of the person; not empty.
  mutating func forEachRow(
    _ range: RowRange, _ person: Int, _ body: (inout TileEvaluator, Int, Int, Int) -> Void
  ) {
    var next = nextRows
    nextRows = []
    next.removeAll(keepingCapacity: true)
    // A range begins with an instant, so the rows before it are those of earlier instants.
    let before = layout.columns.all.times[range.lower] - 1
    for posting in 0..<layout.columns.postingCount {
      let part = layout.columns.part(posting)
      let rows = part.rows(person)
      next.append(TimeSearch.firstAfter(part.times, rows.lowerBound, rows.upperBound, before))
    }
    let names = layout.columns.allNames
    for row in range.lower..<range.upper {
      let posting = Int(names[row])
      body(&self, row, posting, next[posting])
      next[posting] += 1
    }
    nextRows = next
  }
}
