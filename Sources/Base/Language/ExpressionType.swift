/// What an expression is needed for.
package enum ExpressionType: Hashable, Sendable {
  /// True or false, as a segment.
  case condition
  /// A number, as a metric.
  case number
  /// Whatever it is; for previews.
  case either
}
