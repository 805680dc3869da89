/// What readers of the stream of changes may take.
package enum StreamLimits {
  /// Changes in memory. One takes about 150 bytes: 64 Ki are 10 MB, three seconds of the most that
  /// the server is built for.
  package static let ringCapacity = 65_536
  /// Readers at the same time; each is an open connection.
  package static let subscribersMax = 1_024
  /// Changes of one page.
  package static let pageMax = 1_000
  /// A sign of life when there is nothing to tell. Proxies close what is silent for 30 to 60 s.
  /// Unit: ms.
  package static let heartbeatMs: Int64 = 15_000
  /// A reader that has something to take and takes nothing for so long is cut off. Unit: ms.
  package static let stallMs: Int64 = 30_000
  /// What a reader that was cut off is told to wait before it comes back. Unit: ms.
  package static let reconnectMs = 2_000
  /// The longest wait of a long poll. Unit: ms.
  package static let pollMaxMs: Int64 = 60_000
}
