extension EventBatch {
  /// The batch without some of its rows, with tables of only what the other rows use.
  ///
  /// - Parameter rows: Ascending, without repetition.
  /// - Complexity: O(rows + properties that stay), one table search each.
  package func removing(_ rows: [Int]) -> EventBatch {
    var kept = EventBatch()
    var paths = [UInt32?](repeating: nil, count: properties.count)
    var removed = 0
    var join = 0
    for row in 0..<count {
      let isRemoved = removed < rows.count && rows[removed] == row
      if isRemoved {
        removed += 1
      } else {
        copy(row, to: &kept, &paths)
      }
      while join < joins.count && Int(joins[join].row) == row {
        if !isRemoved {
          let identifier = joins[join].identifier
          kept.join(identifiers.withBytes(identifier) { kept.identifiers.intern($0) })
        }
        join += 1
      }
    }
    precondition(removed == rows.count, "\(rows.count) rows of \(count), not ascending")
    return kept
  }

  private func copy(_ row: Int, to kept: inout EventBatch, _ paths: inout [UInt32?]) {
    for entry in (row == 0 ? 0 : propertyEnds[row - 1])..<propertyEnds[row] {
      let old = Int(propertyPaths[entry])
      let path: UInt32
      if let known = paths[old] {
        path = known
      } else {
        let key = Array(properties[old].key.utf8)
        path = kept.intern(pathKey: key.span)
        paths[old] = path
      }
      let values = properties[old].values
      let code = kept.withValues(of: path) { $0.intern(propertyCodes[entry], of: values) }
      kept.append(path: path, code: code)
    }
    kept.append(
      kind: kinds[row], stamp: stamps[row],
      name: names.withBytes(eventNames[row]) { kept.names.intern($0) },
      person: identifiers.withBytes(persons[row]) { kept.identifiers.intern($0) },
      messageID: messageIDBytes.span.extracting(messageIDRange(row)))
  }
}
