import NIOCore
import StarlingServer
import Testing

/// Which addresses webhooks are sent to.
@Suite struct AddressPolicyTests {
  private func allows(_ text: String, _ policy: AddressPolicy) throws -> Bool {
    policy.allows(try SocketAddress(ipAddress: text, port: 443))
  }

  @Test(arguments: [
    "169.254.169.254", "169.254.0.1", "fe80::1", "febf::1", "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "fd00:ec2::254", "100.100.100.200", "0.0.0.0", "::",
    "255.255.255.255", "224.0.0.1", "ff02::1", "168.63.129.16",
  ]) func `refuses link-local addresses and metadata services`(text: String) throws {
    #expect(try !allows(text, AddressPolicy()))
    #expect(try allows(text, AddressPolicy(isLinkLocalAllowed: true)))
  }

  @Test(arguments: [
    "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "100.64.0.1", "::1", "fc00::1", "fdff::1", "::ffff:10.0.0.1",
  ]) func `private networks are allowed unless they are refused`(text: String) throws {
    #expect(try allows(text, AddressPolicy()))
    #expect(try !allows(text, AddressPolicy(isPrivateRefused: true)))
  }

  @Test(arguments: [
    "8.8.8.8", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2606:4700::1111", "2001:db8::1",
    "169.253.1.1", "239.0.0.1",
  ]) func `the rest of the world is allowed`(text: String) throws {
    let isMulticast = text.hasPrefix("239")
    #expect(try allows(text, AddressPolicy(isPrivateRefused: true)) == !isMulticast)
  }

  @Test func `what is no address of the network is refused`() throws {
    #expect(!AddressPolicy().allows(nil))
    #expect(!AddressPolicy().allows(try SocketAddress(unixDomainSocketPath: "/tmp/x")))
    #expect(!AddressPolicy().allows(bytes: []))
  }
}
