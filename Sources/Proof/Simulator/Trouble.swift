import StarlingTestSupport

/// What can go wrong, or be done to the server.
enum Trouble: Equatable {
  /// An operation of the disk fails, the one after so many others.
  case diskError(after: Int)
  /// From that operation on the disk is full, for a while.
  case diskFull(after: Int)
  /// A write is done by half, then the machine is dead.
  case tornWrite(after: Int)
  /// The power fails in the middle of that operation: what was not synced is lost.
  case powerLoss(after: Int)
  /// The power fails now.
  case darkness
  /// The process is killed now; what it wrote stays.
  case kill
  /// The server is stopped in order and started again.
  case restart
  /// It is stopped in order, and started with other definitions.
  case redefinition
  /// Other definitions are put into force while it runs.
  case edit
  /// The disk has less free space than the reserve, for a while.
  case scarcity
  /// A destination is paused, or goes on.
  case pause
  /// Somebody has dead letters tried again.
  case retriedLetters
  /// There is a new destination.
  case newDestination
}

extension Trouble {
  /// One of all.
  static func any(using random: inout SeededGenerator) -> Trouble {
    let operations = random.number(0...30)
    switch random.number(0...14) {
    case 0: return .diskError(after: operations)
    case 1: return .diskFull(after: operations)
    case 2: return .tornWrite(after: operations)
    case 3...5: return .powerLoss(after: operations)
    case 6: return .darkness
    case 7: return .kill
    case 8: return .restart
    case 9: return .redefinition
    case 10: return .scarcity
    case 11: return .pause
    case 12: return .retriedLetters
    case 13: return .edit
    default: return .newDestination
    }
  }
}
