/// What a sample consists of.
package struct SampleSummary: Hashable, Sendable {
  /// Lines of the event file, repeated deliveries included.
  package var lines = 0
  /// Lines that repeat an earlier line.
  package var repeats = 0
  /// Bytes of the event file.
  package var bytes = 0
  /// Rows of the truth file: people with at least one event, after all joins, by habit.
  package var people: [Habit: Int] = [:]

  /// An empty sample.
  package init() {}
}
