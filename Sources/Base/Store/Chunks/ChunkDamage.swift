/// A chunk that cannot be read: which numbers it held, and why.
package struct ChunkDamage: Hashable, Sendable, CustomStringConvertible {
  /// What the numbers count.
  package enum Log: String, Hashable, Sendable {
    /// Accepted events, numbered from 0.
    case events
    /// Membership changes, numbered from 1.
    case changes
  }

  /// The log that it is part of.
  package var log: Log
  /// The events or changes that are lost, as the row in the database says.
  package var numbers: Range<Int64>
  /// What is wrong with its bytes.
  package var problem: ChunkProblem

  /// All of it in one sentence, with the remedy.
  package var description: String {
    "\(log.rawValue) \(numbers.lowerBound) to \(numbers.upperBound - 1) are damaged"
      + " (\(problem)); the rest is read without them; restore a backup to have them again"
  }
}
