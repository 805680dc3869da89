/// Walks through the hashes of a run in order.
struct MessageIDRunCursor {
  private let run: MessageIDRun
  private var block: [MessageIDHash] = []
  private var nextBlock = 0
  private var index = 0

  /// Stands at the first hash.
  init(_ run: MessageIDRun) throws(StoreError) {
    self.run = run
    try load()
  }

  /// The hash it stands at; `nil` behind the last one.
  var current: MessageIDHash? { index < block.count ? block[index] : nil }

  /// Goes on by one.
  mutating func advance() throws(StoreError) {
    index += 1
    if index == block.count { try load() }
  }

  private mutating func load() throws(StoreError) {
    block = try run.hashes(ofBlock: nextBlock) ?? []
    nextBlock += 1
    index = 0
  }
}
