import StarlingModel
import StarlingSegment
import StarlingStore

extension LiveSystem {
  /// Notes how many people each segment had when an hour of the clock ended: with all that was due
  /// by then, and before anything that came later.
  func countEndedHours(
    _ core: inout LiveCore, at now: Int64, _ changes: inout [LiveChange]
  ) {
    for hour in upkeep.endedHours(at: now) {
      core.advance(to: Upkeep.end(ofHour: hour) - 1, into: &changes)
      upkeep.note(
        zip(core.plan.segments, core.counts).map { segment, count in
          SegmentCount(segment: segment.name, hour: Stamp(milliseconds: hour), count: count)
        })
    }
  }

  /// Takes no events while the disk has less free space than is kept in reserve.
  ///
  /// The reserve is for what must still be written: changes as time passes, and what became of
  /// deliveries. Space counts as back when there is an eighth more than the reserve, so that the
  /// answer does not change with every file.
  func watchSpace() {
    let reserve = options.diskReserveBytes
    guard reserve > 0, let free = options.freeBytes(store.directory) else { return }
    let isShort = inbox.refusal != nil
    if !isShort && free < reserve {
      inbox.refuse(
        IntakeRefusal(
          .unavailable, retryAfterSeconds: 10,
          "the server's disk has \(free) bytes left and keeps \(reserve); nothing was kept"))
      observer.background(.spaceRanOut(free: free, reserve: reserve))
    } else if isShort && free >= reserve + reserve / 8 {
      inbox.refuse(nil)
      observer.background(.spaceIsBack(free: free))
    }
  }

  /// Why no events are taken at present; empty when they are.
  package var refusals: [String] { inbox.refusal.map { [$0.detail] } ?? [] }

  /// Free space of the data directory's disk; 0 when it cannot be found out. Unit: bytes.
  package var freeBytes: Int64 { options.freeBytes(store.directory) ?? 0 }
}
