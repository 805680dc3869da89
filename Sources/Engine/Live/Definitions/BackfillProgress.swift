/// How far definitions are whose answers were found.
package enum BackfillProgress: Sendable {
  /// Answers are written to their places.
  case writing
  /// All are there; people who were touched since are asked anew.
  case renewing
  /// So little is left that `LiveCore.finishBackfill` is quick.
  case ready
}
