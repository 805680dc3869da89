import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// Adds the values for which an `any` is true, and explains its inside for the first of them.
  mutating func addValues(
    _ index: Int, _ inside: [Question], _ rows: PersonRows, _ now: Int64,
    _ part: inout Explanation
  ) {
    let quantified = plan.quantified[index]
    guard let path = binding.paths[quantified.path] else { return }
    var values: [Value] = []
    var count = 0
    for (code, marked) in rowsByValue(index, rows, now) {
      mark(marked[...], in: index)
      if outcome(quantified.root, 0, now).value {
        count += 1
        if count <= Explanation.valuesMax,
          let value = binding.vocabulary.values[Int(path)].value(code)
        {
          values.append(value)
        }
        if count == 1 {
          for question in inside { part.children.append(explain(question, rows, now)) }
        }
      }
      mark(marked[...], in: index)
    }
    if count > 0 { part.facts.append(.values(values, count: count)) }
  }

  /// The visible rows that have each value of the path, values in order of first appearance.
  private func rowsByValue(
    _ index: Int, _ rows: PersonRows, _ now: Int64
  ) -> [(code: UInt32, rows: [ValueRow])] {
    let path = plan.quantified[index].path
    var groups: [(code: UInt32, rows: [ValueRow])] = []
    var places: [UInt32: Int] = [:]
    for (all, reference) in rows.references.enumerated() where layout.columns.all.times[all] <= now
    {
      let value = layout.columns.column(path, reference.posting)[reference.row]
      if value == 0 { continue }
      for element in binding.elements[index][value] {
        let row = ValueRow(
          code: element, posting: reference.posting, row: reference.row, wholeRow: all,
          time: layout.columns.all.times[all])
        if let place = places[element] {
          groups[place].rows.append(row)
        } else {
          places[element] = groups.count
          groups.append((element, [row]))
        }
      }
    }
    return groups
  }
}
