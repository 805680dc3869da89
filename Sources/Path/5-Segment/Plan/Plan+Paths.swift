import StarlingLanguage

extension Plan {
  /// Paths of events or traits that numbers are read from.
  var numberPaths: Set<Int> {
    var paths: Set<Int> = []
    for numeric in numerics {
      switch numeric {
      case .aggregate(_, _, let path?): paths.insert(path)
      case .operand(let operand): paths.insert(operand.path)
      default: break
      }
    }
    return paths
  }

  /// Paths of events of any name that values are read from.
  var wholePaths: Set<Int> {
    var paths = Set(quantified.map(\.path))
    func add(_ view: View, _ path: Int) {
      if tracks[view.track].source == .all { paths.insert(path) }
    }
    func add(_ operand: Operand) {
      switch operand {
      case .trait: break
      case .first(let view, let path), .last(let view, let path): add(view, path)
      }
    }
    for numeric in numerics {
      switch numeric {
      case .aggregate(_, let view, let path?): add(view, path)
      case .operand(let operand): add(operand)
      default: break
      }
    }
    for node in nodes {
      switch node {
      case .test(let operand, _): add(operand)
      case .equal(let left, let right, _):
        add(left)
        add(right)
      default: break
      }
    }
    return paths
  }

  /// Paths of traits whose values name instants.
  var instantPaths: Set<Int> {
    var paths: Set<Int> = []
    for case .elapsed(.sinceTraitInstant(let path), _, _) in nodes { paths.insert(path) }
    return paths
  }
}
