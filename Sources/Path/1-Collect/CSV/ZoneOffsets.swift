import Foundation
import StarlingModel

/// The offsets of an IANA zone as a sorted table, so that reading a local time costs a search in
/// a few hundred numbers and never asks Foundation.
///
/// A local time that occurs twice (clocks set back) is the earlier instant; one that never occurs
/// (clocks set forward) is read with the offset from before the change, as Java and Python do. Both
/// follow from letting a period last until the later of its two local ends.
package struct ZoneOffsets: Sendable {
  /// First local time behind each period, ascending; the last period is open. Unit: ms.
  private var localEnds: [Int64] = []
  /// Offset from UTC in each period. Unit: ms.
  private var offsets: [Int64] = []

  /// Years outside of which a zone is taken to keep its offset.
  private static let years = (first: 1900, last: 2100)

  /// The zone with this IANA name; `nil` when there is none.
  package init?(name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    func offset(_ second: Int64) -> Int64 {
      Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))))
    }
    let start = Self.second(ofYear: Self.years.first)
    let end = Self.second(ofYear: Self.years.last + 1)
    let week: Int64 = 7 * 86_400
    var second = start
    var present = offset(start)
    while second < end {
      let next = second + week
      let later = offset(next)
      if later != present {
        // Bisects: offset(low) is the old one, offset(high) the new one.
        var (low, high) = (second, next)
        while high - low > 1 {
          let middle = low + (high - low) / 2
          if offset(middle) == present { low = middle } else { high = middle }
        }
        localEnds.append((high + max(present, later)) * 1_000)
        offsets.append(present * 1_000)
        present = later
      }
      second = next
    }
    offsets.append(present * 1_000)
  }

  /// The zone of this name; `nil` for UTC, which needs no table.
  ///
  /// - Throws: `CollectError.badMapping` when there is none.
  static func named(_ name: String) throws(CollectError) -> ZoneOffsets? {
    if name == "UTC" { return nil }
    if let zone = ZoneOffsets(name: name) { return zone }
    throw CollectError(
      .badMapping, place: "time_zone",
      "\"\(name)\" is no IANA time zone such as Europe/Berlin")
  }

  private static func second(ofYear year: Int) -> Int64 {
    Int64(CivilDate(year: year, month: 1, day: 1).daysSince1970) * 86_400
  }

  /// The instant at which clocks in the zone show `local`, given as if it were UTC.
  package func instant(ofLocal local: Stamp) -> Stamp {
    var low = 0
    var high = localEnds.count
    while low < high {
      let middle = (low + high) / 2
      if localEnds[middle] <= local.milliseconds { low = middle + 1 } else { high = middle }
    }
    return Stamp(milliseconds: local.milliseconds - offsets[low])
  }
}
