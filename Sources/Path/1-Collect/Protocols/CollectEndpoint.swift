import StarlingModel

/// What a request wants, told by its path: the protocol and, where paths differ, which of them.
package enum CollectEndpoint: Hashable, Sendable {
  /// One Segment call whose type the path names.
  case segmentCall(EventKind)
  /// Segment calls of any type; those sent to `/v1/import` are history.
  case segmentBatch(isImport: Bool)
  /// Events of the GA4 Measurement Protocol; the debug endpoint checks them and keeps nothing.
  case ga4(isDebug: Bool)
  /// PostHog events in any form; `/batch/` may be larger.
  case postHog(isBatch: Bool)
  /// A call in the query of a GET request, answered with an image.
  case pixel(EventKind)
  /// A body that the source's mapping explains.
  case webhook

  /// Every path with what it means. PostHog's and the pixel's also work with a slash at their end.
  package static let paths: [(path: String, endpoint: CollectEndpoint)] =
    EventKind.allCases.flatMap { kind in
      [
        ("/v1/\(kind)", segmentCall(kind)), ("/v1/\(kind.letter)", segmentCall(kind)),
        ("/v1/pixel/\(kind)", pixel(kind)),
      ]
    } + [
      ("/v1/batch", segmentBatch(isImport: false)), ("/v1/b", segmentBatch(isImport: false)),
      ("/v1/import", segmentBatch(isImport: true)),
      ("/mp/collect", ga4(isDebug: false)), ("/debug/mp/collect", ga4(isDebug: true)),
      ("/i/v0/e", postHog(isBatch: false)), ("/e", postHog(isBatch: false)),
      ("/capture", postHog(isBatch: false)), ("/track", postHog(isBatch: false)),
      ("/engage", postHog(isBatch: false)), ("/batch", postHog(isBatch: true)),
      ("/v1/pixel", pixel(.track)),
    ]

  /// The word for the protocol in messages, logs and counts.
  package var protocolName: String {
    switch self {
    case .segmentCall, .segmentBatch: "segment"
    case .ga4: "ga4"
    case .postHog: "posthog"
    case .pixel: "pixel"
    case .webhook: "webhook"
    }
  }

  /// A word for the endpoint that is kept beside what was refused: the protocol and, where the body
  /// alone does not tell, what its path says. Words are stored: never change one.
  package var word: String {
    switch self {
    case .segmentCall(let kind), .pixel(let kind): "\(protocolName) \(kind)"
    case .segmentBatch(let isImport): isImport ? "segment import" : "segment"
    case .ga4, .postHog, .webhook: protocolName
    }
  }

  /// The endpoint of a word; `nil` when there is none.
  package init?(word: String) {
    let all =
      EventKind.allCases.flatMap { [Self.segmentCall($0), .pixel($0)] } + [
        .segmentBatch(isImport: false), .segmentBatch(isImport: true), .ga4(isDebug: false),
        .postHog(isBatch: true), .webhook,
      ]
    guard let found = all.first(where: { $0.word == word }) else { return nil }
    self = found
  }

  /// Longest body, before and after it is decompressed. Unit: bytes.
  package var bodyBytesMax: Int {
    switch self {
    case .segmentCall: Limits.segmentItemBytesMax
    case .segmentBatch: Limits.segmentBatchBytesMax
    case .ga4: Limits.ga4BytesMax
    case .postHog(let isBatch): isBatch ? Limits.postHogBatchBytesMax : Limits.postHogBytesMax
    case .pixel: Limits.queryBytesMax
    case .webhook: Limits.webhookBytesMax
    }
  }
}

extension EventKind {
  /// The first letter of the name, which is the short path of browsers.
  fileprivate var letter: Character { "\(self)".first ?? "?" }
}
