/// What stands for a message id: 128 bits that are different for different ids.
struct MessageIDHash: Hashable, Comparable, BitwiseCopyable, Sendable {
  var high: UInt64
  var low: UInt64

  /// A free place in a table; no id has it.
  static let none = MessageIDHash(high: 0, low: 0)

  static func < (left: MessageIDHash, right: MessageIDHash) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }
}
