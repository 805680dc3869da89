/// A set of byte strings, each with a dense code in the order of its first appearance.
///
/// Layout: all strings end to end in `bytes`, their ends in `ends`; `slots` is an open-addressing
/// hash table of (code + 1), linear probing, at most 3/4 full, and `tags` holds eight more hash
/// bits a slot so that a probe touches the strings only for a likely match.
package struct ByteTable: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var ends: [UInt32] = []
  private var slots: [UInt32]
  private var tags: [UInt8]
  private var mask: Int

  /// An empty table.
  package init() {
    slots = [UInt32](repeating: 0, count: 64)
    tags = [UInt8](repeating: 0, count: 64)
    mask = 63
  }

  /// Number of different strings.
  package var count: Int { ends.count }

  /// Where string `code` lies in the arena.
  private func range(_ code: Int) -> Range<Int> {
    (code == 0 ? 0 : Int(ends[code - 1]))..<Int(ends[code])
  }

  /// The string with this code, decoded as UTF-8 with replacement of invalid bytes.
  package func string(_ code: UInt32) -> String {
    String(decoding: bytes[range(Int(code))], as: UTF8.self)
  }

  /// Calls `body` with the bytes of string `code`.
  package func withBytes<Result>(_ code: UInt32, _ body: (Span<UInt8>) -> Result) -> Result {
    let place = range(Int(code))
    return body(bytes.span.extracting(place))
  }

  /// The code of a string that is in the table.
  ///
  /// - Returns: `nil` when it is not.
  package func code(of key: Span<UInt8>) -> UInt32? {
    let hash = Hash.bytes(key)
    let tag = UInt8(truncatingIfNeeded: hash >> 56)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { return nil }
      if tags[slot] == tag && equals(Int(entry) - 1, key) { return entry - 1 }
      slot = (slot + 1) & mask
    }
  }

  /// The code of `string` when it is in the table.
  package func code(of string: String) -> UInt32? {
    let key = Array(string.utf8)
    return code(of: key.span)
  }

  /// The code of `key`, which is added when it is new.
  ///
  /// - Complexity: O(length of the key), amortised.
  package mutating func intern(_ key: Span<UInt8>) -> UInt32 {
    let hash = Hash.bytes(key)
    let tag = UInt8(truncatingIfNeeded: hash >> 56)
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      if tags[slot] == tag && equals(Int(entry) - 1, key) { return entry - 1 }
      slot = (slot + 1) & mask
    }
    let code = UInt32(ends.count)
    var index = 0
    bytes.reserveCapacity(bytes.count + key.count)
    while index < key.count {
      bytes.append(key[index])
      index += 1
    }
    ends.append(UInt32(bytes.count))
    slots[slot] = code + 1
    tags[slot] = tag
    if ends.count * 4 > slots.count * 3 { grow() }
    return code
  }

  /// The code of `string`, which is added when it is new.
  package mutating func intern(_ string: String) -> UInt32 {
    let key = Array(string.utf8)
    return intern(key.span)
  }

  private func equals(_ code: Int, _ key: Span<UInt8>) -> Bool {
    let place = range(code)
    if place.count != key.count { return false }
    var index = 0
    let base = place.lowerBound
    while index < key.count {
      if bytes[base &+ index] != key[index] { return false }
      index &+= 1
    }
    return true
  }

  private mutating func grow() {
    let size = slots.count * 2
    slots = [UInt32](repeating: 0, count: size)
    tags = [UInt8](repeating: 0, count: size)
    mask = size - 1
    for code in 0..<ends.count {
      let hash = Hash.bytes(bytes.span.extracting(range(code)))
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(code) + 1
      tags[slot] = UInt8(truncatingIfNeeded: hash >> 56)
    }
  }
}
