import StarlingColumns

/// The values that `any` sees behind each value code of a path: those of a list, else itself.
struct ElementTable: Sendable {
  /// Shape: codes + 1 entries: code `c` stands for `codes[starts[c]..<starts[c + 1]]`.
  private var starts: [UInt32] = [0]
  private var codes: [UInt32] = []
  /// Whether every value stands for itself alone: there are no lists.
  private(set) var isPlain = true

  /// The elements of a table's values; of none when no event has the path.
  init(_ table: ValueTable?) {
    guard let table else { return }
    extend(table)
  }

  /// Adds what came since.
  mutating func extend(_ table: ValueTable) {
    for code in UInt32(starts.count - 1)..<UInt32(table.count) {
      let elements = table.elements(code)
      if code != 0 && !(elements.count == 1 && elements.first == code) { isPlain = false }
      codes += elements
      starts.append(UInt32(codes.count))
    }
  }

  /// Visits the elements behind a code until `body` says that it has seen enough.
  ///
  /// - Returns: Whether all were visited.
  @inline(__always)
  func visit(_ code: UInt32, _ body: (UInt32) -> Bool) -> Bool {
    for place in Int(starts[Int(code)])..<Int(starts[Int(code) + 1]) where !body(codes[place]) {
      return false
    }
    return true
  }

  /// The elements behind a code.
  subscript(code: UInt32) -> ArraySlice<UInt32> {
    codes[Int(starts[Int(code)])..<Int(starts[Int(code) + 1])]
  }
}
