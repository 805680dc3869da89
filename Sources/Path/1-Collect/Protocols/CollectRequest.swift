import StarlingModel

/// What a parser has to know of a request besides its body.
package struct CollectRequest: Sendable {
  /// What its path means.
  package var endpoint: CollectEndpoint
  /// The query, without `?` and not yet decoded.
  package var query: String
  /// The header `Authorization`.
  package var authorization: String?
  /// The header `Content-Type`.
  package var contentType: String?
  /// The header `Content-Encoding`.
  package var contentEncoding: String?
  /// The key that the path names, as webhooks have it.
  package var pathKey: String?
  /// When the request came, by the server's clock.
  package var receivedAt: Stamp

  /// Gathers what matters; only what a request has needs saying.
  package init(
    endpoint: CollectEndpoint, query: String = "", authorization: String? = nil,
    contentType: String? = nil, contentEncoding: String? = nil, pathKey: String? = nil,
    receivedAt: Stamp
  ) {
    self.endpoint = endpoint
    self.query = query
    self.authorization = authorization
    self.contentType = contentType
    self.contentEncoding = contentEncoding
    self.pathKey = pathKey
    self.receivedAt = receivedAt
  }

  /// The write key that is known before the body is read: of the path, of the query (`writeKey`,
  /// `api_secret`) or the user name of Basic credentials.
  package var headKey: String? {
    if let pathKey { return pathKey }
    if !query.isEmpty {
      let items = FormItems(query)
      for name in ["writeKey", "api_secret"] {
        if let key = items[name], !key.isEmpty { return key }
      }
    }
    return authorization.flatMap(BasicCredentials.user)
  }
}
