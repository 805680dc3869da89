/// Checks the address of a target before it is stored.
///
/// Which machine the name leads to is checked when the connection is made, because a name may lead
/// elsewhere by then; here only the form counts.
package enum WebhookURL {
  /// Longest address. Unit: bytes.
  package static let bytesMax = 2_048

  /// What is wrong with an address, with the remedy; `nil` when nothing is.
  package static func problem(_ url: String) -> String? {
    if url.utf8.count > bytesMax {
      return "url: \(url.utf8.count) bytes; use at most \(bytesMax)"
    }
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      return "url: has blanks or letters beyond ASCII; encode them as %20 or xn--"
    }
    let lowered = url.lowercased()
    guard let scheme = ["https://", "http://"].first(where: lowered.hasPrefix) else {
      return "url: begins with neither https:// nor http://; give the whole address"
    }
    let rest = lowered.dropFirst(scheme.count)
    if rest.contains("#") { return "url: has a fragment; leave # and what follows out" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    if authority.contains("@") {
      return "url: carries a name or password; check the signature instead"
    }
    return authorityProblem(authority)
  }

  private static func authorityProblem(_ authority: Substring) -> String? {
    var host = authority
    var port: Substring?
    if authority.hasPrefix("[") {
      guard let close = authority.firstIndex(of: "]") else {
        return "url: the host [… has no ]; close the IPv6 address"
      }
      host = authority[authority.index(after: authority.startIndex)..<close]
      let after = authority[authority.index(after: close)...]
      if !after.isEmpty {
        guard after.hasPrefix(":") else { return "url: \(after) follows the host; write :port" }
        port = after.dropFirst()
      }
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      port = authority[authority.index(after: colon)...]
    }
    if host.isEmpty { return "url: has no host; write https://host/path" }
    if let port, Int(port).map({ (1...65_535).contains($0) }) != true {
      return "url: port \(port); use 1...65535"
    }
    return nil
  }
}
