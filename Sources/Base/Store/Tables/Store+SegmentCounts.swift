import GRDB
import StarlingModel

extension Store {
  /// Keeps counts; one that is there for the segment and hour is replaced.
  package func saveSegmentCounts(_ counts: [SegmentCount]) throws(StoreError) {
    try database.write("keep segment counts") { database in
      for count in counts {
        try database.run(
          "INSERT OR REPLACE INTO segment_counts VALUES (?, ?, ?)",
          [count.segment, count.hour.milliseconds, count.count])
      }
    }
  }

  /// The counts of a segment, by hour, in a range of time.
  package func segmentCounts(
    _ segment: String, in hours: Range<Stamp>
  ) throws(StoreError) -> [SegmentCount] {
    try database.read("read segment counts") { database in
      try database.rows(
        """
        SELECT hour, count FROM segment_counts WHERE segment = ? AND hour >= ? AND hour < ?
        ORDER BY hour
        """,
        [segment, hours.lowerBound.milliseconds, hours.upperBound.milliseconds]
      ).map {
        SegmentCount(segment: segment, hour: Stamp(milliseconds: $0[0]), count: $0[1])
      }
    }
  }
}
