import CFaultVFS
import StarlingTestSupport

/// The disk of a data directory: the database's files are behind `CFaultVFS`; the files beside it
/// are on the real disk, and suffer between two runs (`spoil`).
struct SimulatedDisk {
  /// Later than any operation of a simulation.
  private static let neverReached = 1 << 40

  /// Where the data lies.
  let directory: String
  private let folder: ScratchFolder
  private var isArmed = false

  /// An empty disk.
  init() throws {
    folder = try ScratchFolder()
    directory = folder.path("data")
    let code = starling_fault_install()
    precondition(code == 0, "SQLite refuses the file system that fails: code \(code)")
    starling_fault_lie(0)
    arm(STARLING_FAULT_SLOW, Self.neverReached)
  }

  /// Whether everything fails until the next `revive`.
  var isDead: Bool { starling_fault_is_dead() != 0 }

  /// Has an operation go wrong, the one after so many others.
  mutating func fail(_ fault: starling_fault, after operations: Int) {
    arm(fault, operations)
    isArmed = true
  }

  /// Whether what `fail` asked for has happened since the last call.
  mutating func takeFired() -> Bool {
    if !isArmed || starling_fault_has_fired() == 0 { return false }
    isArmed = false
    return true
  }

  /// The process is no more; without power what was not synced is lost.
  func die(isPower: Bool) { starling_fault_die(isPower ? 1 : 0) }

  /// Lets everything work again.
  mutating func revive() {
    isArmed = false
    arm(STARLING_FAULT_SLOW, Self.neverReached)
  }

  /// Has syncs do nothing from now on.
  func lie() { starling_fault_lie(1) }

  /// Ends the use of the disk.
  func end() {
    starling_fault_lie(0)
    _ = starling_fault_disarm()
  }

  private func arm(_ fault: starling_fault, _ operations: Int) {
    starling_fault_arm(directory, fault, operations)
  }
}
