/// The protocol that a source speaks.
package enum SourceKind: String, CaseIterable, Sendable {
  case segment, ga4, posthog, pixel, webhook
}
