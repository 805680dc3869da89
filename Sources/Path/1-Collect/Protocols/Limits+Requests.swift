extension Limits {
  /// Longest single Segment call and longest item of a Segment batch. Unit: bytes.
  package static let segmentItemBytesMax = 32 << 10
  /// Longest Segment batch. Unit: bytes.
  package static let segmentBatchBytesMax = 500 << 10
  /// Most items of a Segment batch; those behind them go to the quarantine.
  package static let segmentItemsMax = 2_500
  /// Longest body of the GA4 Measurement Protocol, whose limit is 130 kB. Unit: bytes.
  package static let ga4BytesMax = 130 << 10
  /// Most events of one request of the GA4 Measurement Protocol.
  package static let ga4EventsMax = 25
  /// Longest body of a single PostHog event. Unit: bytes.
  package static let postHogBytesMax = 2 << 20
  /// Longest PostHog batch. Unit: bytes.
  package static let postHogBatchBytesMax = 20 << 20
  /// Longest body of a webhook. Unit: bytes.
  package static let webhookBytesMax = 1 << 20
  /// Longest query of a pixel, as servers and mail programs cut longer ones. Unit: bytes.
  package static let queryBytesMax = 8 << 10
  /// Most query or form items that are read of one request.
  package static let formItemsMax = 1_024
  /// Layers of compression that a body may have: a gzip mark in a header may be told twice, more is
  /// an attack.
  package static let compressionLayersMax = 2
  /// Longest write key. Unit: bytes.
  package static let writeKeyBytesMax = 256
  /// Body from which on a parser gives its memory back after a request, which is about ten times as
  /// much. Unit: bytes.
  package static let requestMemoryBytesMax = 1 << 20
}
