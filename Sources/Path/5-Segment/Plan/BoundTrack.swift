import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// A track tied to the vocabulary.
struct BoundTrack: Sendable {
  /// What a filter needs to know to be decided.
  enum Filter: Sendable {
    case none
    /// The same answer for every event.
    case constant(Bool)
    /// Decided by the value of one path.
    case value(ValueSet)
    /// Decided row by row.
    case rows(Expression)
  }

  let track: Track
  /// Name code; `nil` for other sources and for names that no event has.
  let name: UInt32?
  private(set) var filter: Filter

  init(_ track: Track, _ vocabulary: Vocabulary) {
    self.track = track
    if case .named(let name) = track.source {
      self.name = vocabulary.code(ofName: name)
    } else {
      name = nil
    }
    guard let expression = track.filter else {
      filter = .none
      return
    }
    if track.source == .session {
      filter = .rows(expression)
      return
    }
    let paths = expression.paths
    if paths.count > 1 {
      filter = .rows(expression)
    } else if let path = paths.first {
      let set = ValueSet(expression, path: path, vocabulary)
      filter = set.path == nil ? .constant(set.holds[0]) : .value(set)
    } else {
      filter = .constant(ScalarEvaluator(for: expression).truth(expression) { _ in nil })
    }
  }
}

extension BoundTrack {
  /// Decides about values that came since.
  ///
  /// - Returns: Whether there were any.
  mutating func extend(_ vocabulary: Vocabulary) -> Bool {
    guard case .value(var set) = filter, let path = set.path, let expression = track.filter,
      set.holds.count != vocabulary.values[Int(path)].count
    else { return false }
    filter = .none
    set.extend(expression, vocabulary.values[Int(path)])
    filter = .value(set)
    return true
  }
}

extension Expression {
  /// The different property paths of a filter.
  var paths: Set<PropertyPath> {
    switch kind {
    case .path(let path), .existsPath(let path): [path]
    case .and(let operands), .or(let operands):
      operands.reduce(into: []) { $0.formUnion($1.paths) }
    case .not(let operand), .negative(let operand), .isIn(let operand, _, _),
      .text(let operand, _, _):
      operand.paths
    case .comparison(let left, _, let right), .arithmetic(let left, _, let right):
      left.paths.union(right.paths)
    default: []
    }
  }
}
