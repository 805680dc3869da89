import StarlingColumns

/// The numbers behind a path's value codes, as views.
struct NumberView {
  let numbers: ArrayView<Double>
  let exactCount: Int
  let isNonNegative: Bool
  let isFinite: Bool
  /// `numbers` with 0 where there is none.
  let addends: ArrayView<Double>

  init(_ table: NumberTable) {
    numbers = ArrayView(table.numbers)
    addends = ArrayView(table.addends)
    isNonNegative = table.isNonNegative
    isFinite = table.isFinite
    exactCount = table.exactCount
  }
}
