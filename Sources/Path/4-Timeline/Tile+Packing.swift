import StarlingColumns

extension Tile {
  /// Adds the tile's columns to a pack; what can be derived quickly is left out.
  func pack(into packer: inout ColumnPacker) {
    packer.put(Int64(people))
    packer.put(firstSeen)
    all.pack(into: &packer)
    allNames.pack(into: &packer)
    packer.put(allPages)
    packer.put(names)
    for posting in postings { posting.pack(into: &packer) }
    traits.pack(into: &packer)
    packer.put(ordinals.rows)
    packer.put(ordinals.before)
    packer.put(sequences)
    packer.put(traitSequences)
  }

  /// The tile that was packed.
  ///
  /// - Parameter sessionGapMs: Longest pause inside a session, which may be another one than when
  ///   the tile was packed. Unit: ms.
  static func unpacked(
    _ unpacker: inout ColumnUnpacker, sessionGapMs: Int64
  ) throws(PackProblem) -> Tile {
    let people = try unpacker.count()
    let firstSeen = try unpacker.array(of: Int64.self)
    let all = try Posting(unpacking: &unpacker)
    let allNames = try Codes(unpacking: &unpacker, rows: all.count)
    let allPages = try unpacker.array(of: UInt64.self)
    let names = try unpacker.array(of: UInt32.self)
    var postings: [Posting] = []
    for _ in names { postings.append(try Posting(unpacking: &unpacker)) }
    let traits = try Posting(unpacking: &unpacker)
    let ordinals = InstantOrdinals(
      rows: try unpacker.array(), before: try unpacker.array())
    let sequences = try unpacker.array(of: UInt32.self)
    let traitSequences = try unpacker.array(of: UInt32.self)
    if people > Tile.capacity || firstSeen.count != people || all.starts.count != people + 1
      || allPages.count != Bits.words(all.count) || sequences.count != all.count
      || traitSequences.count != traits.count || ordinals.rows.count != ordinals.before.count
    {
      throw unpacker.problem("\(all.count) events of \(people) people")
    }
    return Tile(
      people: people, firstSeen: firstSeen, all: all, allNames: allNames, allPages: allPages,
      names: names, postings: postings, traits: traits,
      sessions: SessionTable(all, people: people, gapMs: sessionGapMs), ordinals: ordinals,
      sequences: sequences, traitSequences: traitSequences)
  }
}
