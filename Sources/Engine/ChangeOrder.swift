import StarlingModel
import StarlingSegment
import StarlingTimeline

/// The order of changes: by time, then segment name, then person name (both as UTF-8 bytes).
struct ChangeOrder: Sendable {
  /// By segment index: its place among all names.
  private let segments: [Int]
  /// By person number: its place among all names.
  private let people: [UInt32]

  init(_ timeline: Timeline, _ plan: Plan) {
    segments = Self.ranks(plan.segments.map { Array($0.name.utf8) }).map { Int($0) }
    people = Self.ranks((0..<timeline.places).map { Array(timeline.name(ofPerson: $0).utf8) })
  }

  private static func ranks(_ names: [[UInt8]]) -> [UInt32] {
    let sorted = names.indices.sorted { names[$0].lexicographicallyPrecedes(names[$1]) }
    var ranks = [UInt32](repeating: 0, count: names.count)
    for (rank, index) in sorted.enumerated() { ranks[index] = UInt32(rank) }
    return ranks
  }

  func precedes(_ left: ReplayedChange, _ right: ReplayedChange) -> Bool {
    if left.at != right.at { return left.at < right.at }
    if left.segment != right.segment {
      return segments[Int(left.segment)] < segments[Int(right.segment)]
    }
    return people[Int(left.person)] < people[Int(right.person)]
  }

  /// Merges sorted lists two by two.
  func merge(_ lists: [[ReplayedChange]]) -> [ReplayedChange] {
    var lists = lists
    while lists.count > 1 {
      lists = stride(from: 0, to: lists.count, by: 2).map { index in
        index + 1 < lists.count ? merge(lists[index], lists[index + 1]) : lists[index]
      }
    }
    return lists.first ?? []
  }

  private func merge(_ left: [ReplayedChange], _ right: [ReplayedChange]) -> [ReplayedChange] {
    var merged: [ReplayedChange] = []
    merged.reserveCapacity(left.count + right.count)
    var leftIndex = 0
    var rightIndex = 0
    while leftIndex < left.count && rightIndex < right.count {
      if precedes(right[rightIndex], left[leftIndex]) {
        merged.append(right[rightIndex])
        rightIndex += 1
      } else {
        merged.append(left[leftIndex])
        leftIndex += 1
      }
    }
    merged.append(contentsOf: left[leftIndex...])
    merged.append(contentsOf: right[rightIndex...])
    return merged
  }
}
