/// A named part of a snapshot, as its directory says.
package struct SnapshotSection: Hashable, Sendable {
  /// What the engine calls it.
  package var name: String
  /// Where it begins in the file. Unit: bytes.
  var offset: Int
  /// Its length before compression. Unit: bytes.
  package var byteCount: Int
  /// Its blocks of `SnapshotFormat.blockBytes` before compression, the last one shorter.
  var blocks: [Block]

  /// How a block lies in the file.
  struct Block: Hashable, Sendable {
    /// Its length there: less than before compression, or the same when it is not compressed.
    var storedBytes: Int
    /// Of the bytes in the file.
    var checksum: UInt32
  }

  /// Length in the file. Unit: bytes.
  package var storedBytes: Int { blocks.reduce(0) { $0 + $1.storedBytes } }

  /// Length of a block before compression. Unit: bytes.
  func plainBytes(ofBlock number: Int) -> Int {
    min(SnapshotFormat.blockBytes, byteCount - number * SnapshotFormat.blockBytes)
  }
}
