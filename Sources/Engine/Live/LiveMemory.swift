import StarlingTimeline

/// Parts of the live core whose memory is measured.
package enum LiveMemory: String, CaseIterable, Sendable {
  /// Sealed tiles, and what came since.
  case timelines
  /// Names, paths and values.
  case vocabulary
  /// Identifiers and who they are.
  case identifiers
  /// Answers for each person and segment, members, and the queue of deadlines.
  case states
}

extension LiveCore {
  /// Memory of a part. Unit: bytes.
  ///
  /// - Complexity: O(tiles × their columns) for timelines, O(paths) for the vocabulary.
  func memory(of part: LiveMemory) -> Int {
    switch part {
    case .timelines: timeline.tileBytes
    case .vocabulary: timeline.vocabulary.memoryBytes
    case .identifiers: timeline.identifierBytes
    case .states: stateBytes
    }
  }
}
