import StarlingColumns
import StarlingIdentify
import StarlingModel

// A timeline as packs of columns, for snapshots: one pack of what all tiles share, and one for each
// tile with its tail, so that threads may write and read tiles beside each other.
//
//     shared = numbers vocabulary identifiers nameOfPerson personOfIdentifier resolver
//     tile   = isSealed sealedTile? tail

extension Timeline {
  /// What is packed once for all tiles.
  package var sharedPack: [UInt8] {
    var packer = ColumnPacker()
    packer.put([
      Int64(packCount), Int64(eventCount), earliest?.milliseconds ?? .max,
      latest?.milliseconds ?? .min,
    ])
    vocabulary.pack(into: &packer)
    identifiers.pack(into: &packer)
    packer.put(nameOfPerson)
    packer.put(personOfIdentifier)
    resolver.pack(into: &packer)
    return packer.bytes
  }

  /// Number of tiles, those aside that have neither rows nor a tail.
  package var packCount: Int { max(tiles.count, tails.count) }

  /// A tile and its tail.
  package func pack(ofTile index: Int) -> [UInt8] {
    var packer = ColumnPacker()
    packer.put(index < tiles.count ? 1 : 0)
    if index < tiles.count { tiles[index].pack(into: &packer) }
    (index < tails.count ? tails[index] : TileTail()).pack(into: &packer)
    return packer.bytes
  }

  /// A tile and its tail that were packed.
  package static func part(
    unpacking bytes: [UInt8], sessionGapMs: Int64
  ) throws(PackProblem) -> UnpackedTile {
    var unpacker = ColumnUnpacker(bytes)
    let tile =
      try unpacker.number() == 1
      ? try Tile.unpacked(&unpacker, sessionGapMs: sessionGapMs) : nil
    let part = UnpackedTile(tile: tile, tail: try TileTail(unpacking: &unpacker))
    if !unpacker.isAtEnd { throw unpacker.problem("more than a tile") }
    return part
  }

  /// The timeline whose parts were packed, without its tiles.
  package init(unpackingShared bytes: [UInt8], sessionGapMs: Int64) throws(PackProblem) {
    var unpacker = ColumnUnpacker(bytes)
    let numbers = try unpacker.array(of: Int64.self)
    if numbers.count != 4 { throw unpacker.problem("\(numbers.count) numbers in place of 4") }
    let vocabulary = try Vocabulary(unpacking: &unpacker)
    let identifiers = try ByteTable(unpacking: &unpacker)
    let names = try unpacker.array(of: UInt32.self)
    let people = try unpacker.array(of: UInt32.self)
    let resolver = try PersonResolver(unpacking: &unpacker, identifiers: identifiers.count)
    let limit = UInt32(identifiers.count)
    if names.count != identifiers.count || people.count != identifiers.count
      || names.contains(where: { $0 >= limit }) || people.contains(where: { $0 >= limit })
      || !unpacker.isAtEnd
    {
      throw unpacker.problem("\(names.count) names of \(identifiers.count) identifiers")
    }
    self.init(
      vocabulary: vocabulary, tiles: [], identifiers: identifiers, nameOfPerson: names,
      personOfIdentifier: people, resolver: resolver, sessionGapMs: sessionGapMs,
      keepsSequences: true, eventCount: Int(numbers[1]),
      latest: numbers[1] == 0 ? nil : Stamp(milliseconds: numbers[3]),
      earliest: numbers[1] == 0 ? nil : Stamp(milliseconds: numbers[2]))
    let tilesNeeded = (places + Tile.capacity - 1) / Tile.capacity
    if Int(numbers[0]) > tilesNeeded {
      throw unpacker.problem("\(numbers[0]) tiles of \(places) people")
    }
  }

  /// Takes the tiles that were packed with it, in their order.
  package mutating func install(_ parts: [UnpackedTile]) throws(PackProblem) {
    for (index, part) in parts.enumerated() {
      if let tile = part.tile {
        if index != tiles.count || tile.people > places - index * Tile.capacity {
          throw PackProblem(offset: 0, "the tile \(index) of \(tile.people) people has no place")
        }
        tiles.append(tile)
      }
      tails.append(part.tail)
    }
  }
}

/// A tile and its tail as they come out of a pack.
package struct UnpackedTile: Sendable {
  let tile: Tile?
  let tail: TileTail
}
