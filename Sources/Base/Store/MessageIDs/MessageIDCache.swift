/// Message ids of chunks that were asked for lately, so that neighbours are not decoded again.
struct MessageIDCache: ~Copyable {
  private struct Entry {
    var numbers: Range<Int64>
    var ids: MessageIDColumn
  }

  /// Oldest use first.
  private var entries: [Entry] = []
  private var byteCount = 0
  private let bytesMax: Int

  init(bytesMax: Int) { self.bytesMax = bytesMax }

  /// The id of an event; `nil` when its chunk is not here.
  mutating func id(_ sequence: Int64) -> [UInt8]? {
    guard let index = entries.lastIndex(where: { $0.numbers.contains(sequence) }) else {
      return nil
    }
    let entry = entries[index]
    if index != entries.count - 1 {
      entries.remove(at: index)
      entries.append(entry)
    }
    return entry.ids.id(Int(sequence - entry.numbers.lowerBound))
  }

  /// Keeps the ids of a chunk and forgets what was not used for longest.
  mutating func insert(_ ids: MessageIDColumn, from first: Int64) {
    entries.append(Entry(numbers: first..<(first + Int64(ids.count)), ids: ids))
    byteCount += ids.residentBytes
    while byteCount > bytesMax && entries.count > 1 {
      byteCount -= entries.removeFirst().ids.residentBytes
    }
  }
}
