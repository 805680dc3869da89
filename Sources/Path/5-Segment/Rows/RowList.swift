import StarlingColumns

/// Rows in a list that is filled and emptied for each person: an array would ask at each row
/// whether somebody else holds it.
struct RowList: ~Copyable {
  private var memory = Scratch(count: 16, repeating: 0)
  private var rows: ScratchView<Int>
  /// Number of rows.
  private(set) var count = 0

  /// No rows.
  init() { rows = memory.view }

  /// A row by its place.
  @inline(__always)
  subscript(place: Int) -> Int { rows[place] }

  /// Forgets all rows, keeps the memory.
  mutating func removeAll() { count = 0 }

  /// Adds a row.
  @inline(__always)
  mutating func append(_ row: Int) {
    if count == rows.count { grow() }
    rows[count] = row
    count &+= 1
  }

  private mutating func grow() {
    let larger = Scratch(count: rows.count * 2, repeating: 0)
    for place in 0..<count { larger.view[place] = rows[place] }
    memory = larger
    rows = larger.view
  }
}
