import NIOCore

// Whoever may configure a webhook makes this server send requests to an address of his choice. In a
// cloud, some addresses answer with credentials of the machine (server-side request forgery). So
// the
// address that a connection was really made to is checked, after the name was resolved and before a
// byte of the request is sent; a name that leads elsewhere the second time gains nothing.
//
// Always refused, unless `isLinkLocalAllowed`:
//
//     169.254.0.0/16, fe80::/10      link-local, where metadata services live
//     100.100.100.200, fd00:ec2::254, 168.63.129.16, 192.0.0.192    metadata services elsewhere
//     0.0.0.0/8, ::, 255.255.255.255, 224.0.0.0/4, ff00::/8         no single machine
//
// Refused if `isPrivateRefused`, which suits servers whose users do not trust each other: loopback
// (127/8, ::1), 10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7. By default these are allowed:
// whoever
// runs a server in his own network mostly sends within it.
//
// IPv4 addresses inside of IPv6 ones (::ffff:a.b.c.d, 64:ff9b::a.b.c.d, 2002:…) count as what
// they hold.

/// Which addresses webhooks may be sent to.
package struct AddressPolicy: Equatable, Sendable {
  /// Whether link-local addresses and metadata services may be talked to.
  package var isLinkLocalAllowed: Bool
  /// Whether loopback and private networks are refused.
  package var isPrivateRefused: Bool

  /// Makes a policy.
  package init(isLinkLocalAllowed: Bool = false, isPrivateRefused: Bool = false) {
    self.isLinkLocalAllowed = isLinkLocalAllowed
    self.isPrivateRefused = isPrivateRefused
  }

  /// Whether a connection to an address may be used; an unknown kind of address may not.
  package func allows(_ address: SocketAddress?) -> Bool {
    address.map { allows(bytes: Self.bytes($0)) } ?? false
  }

  /// Whether an address of 4 or 16 bytes, in network order, may be talked to.
  package func allows(bytes: [UInt8]) -> Bool {
    if bytes.count == 4 { return allows(v4: bytes) }
    guard bytes.count == 16 else { return false }
    if let inner = Self.embedded(bytes) { return allows(v4: inner) }
    let isZero = bytes.dropLast().allSatisfy { $0 == 0 }
    if isZero && bytes[15] == 1 { return !isPrivateRefused }
    let metadata: [UInt8] = [0xFD, 0, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54]
    let isLocal =
      bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80 || bytes[0] == 0xFF
      || isZero && bytes[15] == 0 || bytes == metadata
    if isLocal { return isLinkLocalAllowed }
    return bytes[0] & 0xFE != 0xFC || !isPrivateRefused
  }

  private func allows(v4 bytes: [UInt8]) -> Bool {
    let metadata: [[UInt8]] = [[100, 100, 100, 200], [168, 63, 129, 16], [192, 0, 0, 192]]
    let isLocal =
      bytes[0] == 169 && bytes[1] == 254 || bytes[0] == 0 || bytes[0] >= 224 && bytes[0] < 240
      || bytes == [255, 255, 255, 255] || metadata.contains(bytes)
    if isLocal { return isLinkLocalAllowed }
    let isPrivate =
      bytes[0] == 127 || bytes[0] == 10 || bytes[0] == 172 && bytes[1] & 0xF0 == 16
      || bytes[0] == 192 && bytes[1] == 168 || bytes[0] == 100 && bytes[1] & 0xC0 == 64
    return !isPrivate || !isPrivateRefused
  }

  /// The IPv4 address inside of an IPv6 one; `nil` when there is none.
  private static func embedded(_ bytes: [UInt8]) -> [UInt8]? {
    let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    let isTranslated = bytes[..<12].elementsEqual([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0])
    if isMapped || isTranslated { return Array(bytes[12...]) }
    return bytes[0] == 0x20 && bytes[1] == 0x02 ? Array(bytes[2..<6]) : nil
  }

  /// The bytes of an address, in network order: 4, 16 or none.
  private static func bytes(_ address: SocketAddress) -> [UInt8] {
    // Safe: the system's structure is read within the call and within its size. An IPv4 address
    // lies at byte 4 of it, after family and port, an IPv6 one at byte 8, after the flow too.
    unsafe address.withSockAddr { start, size in
      let raw = unsafe UnsafeRawBufferPointer(start: start, count: size)
      switch address {
      case .v4: return unsafe Array(raw.dropFirst(4).prefix(4))
      case .v6: return unsafe Array(raw.dropFirst(8).prefix(16))
      case .unixDomainSocket: return []
      }
    }
  }
}
