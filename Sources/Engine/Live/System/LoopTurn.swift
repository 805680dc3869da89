/// How a turn of the loop ended.
enum LoopTurn {
  /// There is more to do.
  case busy
  /// Nothing is to be done until something comes or is due.
  case idle
  /// Nothing could be written: wait so long and try again. Unit: ms.
  case failing(waitMs: Int64)
  /// The inbox is closed and all is done.
  case ended
}
