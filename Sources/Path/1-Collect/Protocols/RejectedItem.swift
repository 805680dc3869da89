import StarlingColumns

/// A part of a request that was not taken, with all that is needed to find, mend and replay it.
package struct RejectedItem: Hashable, Sendable {
  /// Position among the items of the request, from 0; `nil` for a body that could not be read.
  package var item: Int?
  /// What the request's path meant; `nil` for what came in no request.
  package var endpoint: CollectEndpoint?
  /// Why, from the closed set.
  package var reason: RejectReason
  /// What exactly is wrong, in words for people.
  package var detail: String
  /// The item as JSON, or the body as it came, cut to `Limits.quarantineRawBytes`.
  package var raw: [UInt8]

  /// States that an item was not taken; keeps the beginning of `raw`.
  package init(item: Int?, reason: RejectReason, detail: String, raw: Span<UInt8>) {
    self.item = item
    self.reason = reason
    self.detail = detail
    self.raw = []
    self.raw.append(copying: raw.extracting(first: Limits.quarantineRawBytes))
  }
}
