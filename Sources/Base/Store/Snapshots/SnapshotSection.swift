/// A named part of a snapshot, as its directory says.
package struct SnapshotSection: Hashable, Sendable {
  /// What the engine calls it.
  package var name: String
  /// Where it begins in the file. Unit: bytes.
  var offset: Int
  /// Its length. Unit: bytes.
  package var byteCount: Int
  /// Checksums of its blocks of `SnapshotFormat.blockBytes`, the last one shorter.
  var checksums: [UInt32]
}
