import StarlingColumns

/// The events of a batch, in terms of the timeline. At a place of their own: reading them must not
/// copy a dozen references.
package final class ArrivedEvents: Sendable {
  /// The events.
  package let events: EventBatch
  /// The batch's own codes in terms of the timeline's vocabulary.
  let codes: BatchCodes
  private let known: Set<Int>

  init(_ batch: ArrivedBatch, _ codes: BatchCodes) {
    events = batch.events
    known = Set(batch.known)
    self.codes = codes
  }

  /// Whether a row is new.
  func isNew(_ row: Int) -> Bool { known.isEmpty || !known.contains(row) }

  /// A property of `EventBatch.propertyPaths` by path and value code of the vocabulary.
  @inline(__always)
  func property(_ index: Int) -> (path: UInt32, code: UInt32) {
    codes.property(events.propertyPaths[index], events.propertyCodes[index])
  }

  /// The value code of a row at a path, both of the timeline's vocabulary; 0 = absent.
  @inline(__always)
  package func code(ofRow row: Int, at path: UInt32) -> UInt32 {
    let start = row == 0 ? 0 : events.propertyEnds[row - 1]
    for index in start..<events.propertyEnds[row] {
      let property = property(index)
      if property.path == path { return property.code }
    }
    return 0
  }
}
