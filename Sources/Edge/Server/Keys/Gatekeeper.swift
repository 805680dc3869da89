import Hummingbird
import StarlingModel

/// Lets requests in that come with a key of the right scope.
package struct Gatekeeper: Sendable {
  /// The keys.
  package let ring: KeyRing
  private let throttle = AttemptThrottle()

  /// Asks for keys of a ring.
  package init(_ ring: KeyRing) {
    self.ring = ring
  }

  /// What the request may do.
  ///
  /// - Throws: `Problem` without a valid key (401), with a key that does not have the scope (403),
  ///   or after too many wrong keys from one address (429).
  package func grant(
    _ request: Request, _ context: ServerContext, scope: KeyScopes
  ) async throws -> KeyGrant {
    guard let field = request.headers[.authorization] else {
      throw Problem(.noKey, "send the header Authorization: Bearer with an API key")
    }
    guard let secret = Self.bearer(field) else {
      throw Problem(.noKey, "the header Authorization is not of the form Bearer sk_…")
    }
    let now = WallClock.now()
    guard let grant = await ring.grant(secret, now: now) else {
      let address = context.address ?? ""
      if let seconds = throttle.failed(address, nowMs: now.milliseconds) {
        throw Problem(
          .tooMany, "there were too many wrong keys from this address", retryAfterSeconds: seconds)
      }
      throw Problem(.noKey, "the key is not known or was revoked; starling keys list shows all")
    }
    guard grant.scopes.isSuperset(of: scope) else {
      let has = grant.scopes.words.joined(separator: ", ")
      let needs = scope.words.joined(separator: ", ")
      throw Problem(
        .wrongScope, "this needs the scope \(needs), the key \(grant.prefix)… has \(has)")
    }
    return grant
  }

  /// The key in a header `Authorization`; `nil` when it has another form.
  static func bearer(_ field: String) -> Substring? {
    guard field.count > 7, field.prefix(7).lowercased() == "bearer " else { return nil }
    return field.dropFirst(7).drop { $0 == " " }
  }
}
