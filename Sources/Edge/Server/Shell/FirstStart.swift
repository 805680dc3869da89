import StarlingModel

/// What the first start makes: a key to everything and a source that events can be sent to.
package struct FirstStart: Sendable {
  /// The admin key, whole.
  package let adminKey: String
  /// The first source's write key, whole.
  package let writeKey: String

  /// Makes both when there is no key yet.
  ///
  /// - Returns: `nil` when there are keys already: nothing is shown twice.
  package static func prepare(
    _ ring: KeyRing, _ sources: SourceDesk, now: Stamp
  ) async throws -> FirstStart? {
    guard ring.list.isEmpty else { return nil }
    let source = try await sources.create(name: "first source", kind: .segment, now: now)
    let key = try await ring.create(name: "first key", scopes: .all, now: now)
    return FirstStart(adminKey: key.secret, writeKey: source.secret)
  }

  /// What to try next: lines to paste into a shell.
  package func text(url: String, now: Stamp) -> String {
    """
    The keys are shown this once; write them down.

      admin key   \(adminKey)     for the API, all scopes
      write key   \(writeKey)     for sending events

    Send an event, see who was there, and watch changes arrive:

      curl -u \(writeKey): \(url)/v1/track -H 'Content-Type: application/json' \\
        -d '{"userId":"ann","event":"purchase","properties":{"amount":49.9}}'
      curl -H 'Authorization: Bearer \(adminKey)' \(url)/api/people/ann
      curl -H 'Authorization: Bearer \(adminKey)' \(url)/api/segments
      curl -N -H 'Authorization: Bearer \(adminKey)' -H 'Accept: text/event-stream' \\
        '\(url)/api/changes?after=0'

    """
  }
}
