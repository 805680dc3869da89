import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension Timeline {
  /// The names of events, properties and traits that the data has.
  ///
  /// - Complexity: O(columns of all tiles).
  package var knownNames: KnownNames {
    var paths: [UInt32: Set<UInt32>] = [:]
    var traits: Set<UInt32> = []
    for tile in parts.map(\.tile) {
      for (index, name) in tile.names.enumerated() {
        paths[name, default: []].formUnion(tile.postings[index].columns.map(\.path))
      }
      traits.formUnion(tile.traits.columns.map(\.path))
    }
    let keys = (0..<UInt32(vocabulary.paths.count)).map {
      PropertyPath(key: vocabulary.paths.string($0))
    }
    var names = KnownNames(traits: Set(traits.map { keys[Int($0)] }))
    for (name, paths) in paths {
      names.events[vocabulary.names.string(name)] = Set(paths.map { keys[Int($0)] })
    }
    return names
  }

  /// Number of people of whom something is known at an instant.
  package func peopleCount(at: Stamp) -> Int {
    parts.reduce(0) { sum, part in sum + part.tile.firstSeen.count { $0 <= at.milliseconds } }
  }
}
