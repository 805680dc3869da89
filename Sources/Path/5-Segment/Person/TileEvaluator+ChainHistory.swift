import StarlingColumns
import StarlingTimeline

extension TileEvaluator {
  /// The answer of a chain of which a history is kept, for one person at ever later instants.
  mutating func remembered(_ index: Int, _ person: Int, _ now: Int64) -> Outcome {
    if !chainHistories[index].isBuilt { build(index, person) }
    if chainHistories[index].due <= now {
      chainHistories[index].resolve(&windows, at: now)
      chainHistories[index].take(through: now, layout.columns, person)
    }
    return chainHistories[index].outcome(at: now)
  }

  private mutating func build(_ index: Int, _ person: Int) {
    chainHistories[index].build()
    for view in chainHistories[index].views {
      for place in layout.partsOfTrack[view.track] {
        let rows = layout.part[place].rows(person)
        let range = RowRange(lower: rows.lowerBound, upper: rows.upperBound, end: rows.upperBound)
        chainHistories[index].add(
          SelectedRows(
            layout.part[place].place, layout.part[place].times, layout.part[place].filter, range))
      }
      chainHistories[index].endView()
    }
    chainHistories[index].finish()
  }
}
