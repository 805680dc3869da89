/// Where in an original text the bytes of an edited copy come from, when each edit changed the
/// length by the same number of bytes.
struct EditedPlaces {
  /// Where each edit ends in the copy; ascending offsets.
  var ends: [Int] = []
  /// How many bytes longer the original is at each edit; negative where the copy has more.
  let removed: Int

  init(removed: Int) {
    self.removed = removed
  }

  /// The offset in the original for one in the copy.
  ///
  /// - Complexity: O(log edits).
  func original(_ offset: Int) -> Int {
    var low = 0
    var high = ends.count
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return offset + removed * low
  }
}
