import HTTPTypes

/// What browsers want to hear before pages of other hosts may send events (CORS).
///
/// Origin and requested headers are mirrored, because the pages that send are not known here; the
/// write key decides. Credentials are allowed, since beacons send them unasked.
enum CrossOrigin {
  /// How long a browser remembers a preflight.
  static let maxAgeSeconds = 86_400

  /// Headers of every answer to a page of another host.
  static func headers(for request: HTTPFields) -> HTTPFields {
    var headers = HTTPFields()
    guard let origin = request[.origin] else { return headers }
    headers[.accessControlAllowOrigin] = origin
    headers[.accessControlAllowCredentials] = "true"
    headers[.accessControlExposeHeaders] = "Retry-After, X-RateLimit-Reset"
    headers[.vary] = "Origin"
    return headers
  }

  /// Headers of the answer to a preflight.
  static func preflight(for request: HTTPFields) -> HTTPFields {
    var headers = headers(for: request)
    headers[.accessControlAllowMethods] = "GET, POST, OPTIONS"
    headers[.accessControlMaxAge] = "\(maxAgeSeconds)"
    if let wanted = request[.accessControlRequestHeaders] {
      headers[.accessControlAllowHeaders] = wanted
    }
    return headers
  }
}
