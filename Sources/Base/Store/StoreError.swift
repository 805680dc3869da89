/// The disk, the data directory or what lies in it failed the store.
///
/// Every message names the place, what was found, and what to do about it; it never holds data of
/// people, only numbers of events, names of files and codes of the system.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What failed, for callers that branch on it. More codes may come.
  package struct Code: Hashable, Sendable {
    private enum Kind: Hashable, Sendable {
      case inUse, newerVersion, full, damaged, io, denied, missing, tooLarge, conflict, closed
    }

    private let kind: Kind

    /// Another process, or another store of this one, has the directory open.
    package static let inUse = Code(kind: .inUse)
    /// A newer version of Starling wrote the directory.
    package static let newerVersion = Code(kind: .newerVersion)
    /// The disk, or the quota, is full: nothing was written; it may work later.
    package static let full = Code(kind: .full)
    /// Bytes on disk are not what was written.
    package static let damaged = Code(kind: .damaged)
    /// The system failed to read, write or sync.
    package static let io = Code(kind: .io)
    /// The system does not allow it.
    package static let denied = Code(kind: .denied)
    /// A file or row that has to be there is not.
    package static let missing = Code(kind: .missing)
    /// More than one commit, section or file may hold.
    package static let tooLarge = Code(kind: .tooLarge)
    /// Something of that name, or that number, is there already.
    package static let conflict = Code(kind: .conflict)
    /// The store was closed before.
    package static let closed = Code(kind: .closed)

    private init(kind: Kind) { self.kind = kind }

    /// Whether the same call may succeed later without anybody mending anything but space.
    package var isTemporary: Bool { kind == .full || kind == .io }
  }

  /// What failed.
  package var code: Code
  /// The file, directory or range of events.
  package var place: String
  /// What happened to it and how to remedy that, one sentence.
  package var message: String

  /// States what happened to `place`.
  package init(_ code: Code, place: String, _ message: String) {
    self.code = code
    self.place = place
    self.message = message
  }

  /// Place and message, as shown to people.
  package var description: String { "\(place): \(message)" }
}
