import StarlingLanguage
import StarlingModel

/// What all segments of a workspace need to know, each thing once.
///
/// Equal parts of different segments are one node; every list is ordered so that a node comes after
/// the nodes it is made of. A plan knows names and paths as text; `Binding` ties it to a timeline's
/// vocabulary.
package struct Plan: Sendable {
  /// One segment: the node whose answer is the membership.
  package struct Segment: Sendable {
    /// The segment's name in the workspace.
    package var name: String
    /// Index of the node that decides.
    package var root: Int
  }

  /// The constants that meaning depends on.
  package var settings: WorkspaceSettings
  /// In the order of the workspace.
  package var segments: [Segment] = []
  var calendar: ZoneCalendar
  var nodes: [Node] = []
  /// Operands of `and` and `or` nodes.
  var operands: [Int] = []
  var numerics: [Numeric] = []
  var tracks: [Track] = []
  var windows: [Window?] = []
  /// Every property or trait that a node reads, by index; nodes name it by that index.
  var paths: [PropertyPath] = []
  var chains: [Chain] = []
  var quantified: [Quantified] = []
  var percentiles: [Percentile] = []
  var tests: [Test] = []
  /// Names of lists by index.
  var lists: [String] = []
}

/// Which rows an aggregate or pattern looks at, windows aside.
struct Track: Hashable, Sendable {
  enum Source: Hashable, Sendable {
    case all
    case named(String)
    case session
  }

  var source: Source
  var filter: Expression?
  /// Index in `Plan.quantified` of the `any` around it, whose value restricts it further.
  var scope: Int?
}

/// A track read through a window; both by index.
struct View: Hashable, Sendable {
  var track: Int
  var window: Int
}

/// A range of `Plan.operands`.
struct Operands: Hashable, Sendable {
  var start: Int
  var end: Int
}

/// A boolean of one person. Trivial: copying a node counts no references.
enum Node: Hashable, Sendable {
  case constant(Bool)
  /// Operands: a range of `Plan.operands`, ordered by cost, cheapest first.
  case and(Operands)
  case or(Operands)
  case not(Int)
  /// Number of rows compared with a constant: `count`, and patterns of one selector.
  case count(View, Comparator, Double)
  case compare(Int, Comparator, Int)
  case percentile(Int, Comparator, Int)
  /// A test of one value: an index in `Plan.tests`.
  case test(Operand, Int)
  case equal(Operand, Operand, negated: Bool)
  case elapsed(Elapsed, Comparator, seconds: Double)
  case chain(Int)
  case any(Int)
  case list(Int)
}

/// A value of one person, of a type known only when it is read; properties by index in
/// `Plan.paths`.
enum Operand: Hashable, Sendable {
  case trait(Int)
  case first(View, Int)
  case last(View, Int)
}

/// A number of one person, or absent.
enum Numeric: Hashable, Sendable {
  case constant(Double)
  case aggregate(Aggregate, View, Int?)
  case operand(Operand)
  case arithmetic(ArithmeticOperator, Int, Int)
  case negative(Int)
}

/// What the clock runs from.
enum Elapsed: Hashable, Sendable {
  case sinceLast(View)
  case sinceFirst(View)
  case sinceTrait(Int)
  case sinceTraitInstant(Int)
}

/// A chain of selectors.
struct Chain: Hashable, Sendable {
  var first: View
  var steps: [ChainStep]

  /// The different tracks of its selectors.
  var tracks: [Int] {
    var tracks: Set<Int> = [first.track]
    for step in steps {
      switch step {
      case .then(let view, _, let without):
        tracks.insert(view.track)
        if let without { tracks.insert(without.track) }
      case .absent(let view, _): tracks.insert(view.track)
      }
    }
    return tracks.sorted()
  }
}

enum ChainStep: Hashable, Sendable {
  case then(View, withinMs: Int64, without: View?)
  case absent(View, withinMs: Int64)
}

/// `any path (e)`.
struct Quantified: Hashable, Sendable {
  var path: Int
  var root: Int
  /// Every view inside, to know how far back a value can matter.
  var views: [View]
}

/// `e >= percentile(p)`: what is compared and where in the order.
struct Percentile: Hashable, Sendable {
  var numeric: Int
  var percent: Double
}

/// A filter-like expression over a single value, which stands in it as the path `path`.
struct Test: Hashable, Sendable {
  var path: PropertyPath
  var expression: Expression
}
