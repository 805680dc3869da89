import StarlingActivate
import StarlingModel

extension Auditor {
  /// Compares what a destination did in the end with what it wanted.
  ///
  /// - Parameter deadPositions: Those of the dead letters that the server reports.
  func audit(_ destination: SimulatedDestination, deadPositions: [Int64]) throws {
    let target = destination.target
    let dead = Set(deadPositions.map { DeliveryID(target: target.id, position: $0).description })
    let wanted = ledger.changes.filter { $0.position > destination.cursor && target.wants($0) }
    let done = Set(destination.done)
    var places: [String: MembershipChange] = [:]
    for change in wanted {
      checks += 1
      let id = DeliveryID(target: target.id, position: change.position).description
      places[id] = change
      if !done.contains(id) && !dead.contains(id) {
        throw BrokenRule(.deliveryLost, "\(id) never came and is no dead letter: \(change.line)")
      }
    }
    for (id, told) in destination.told.sorted(by: { $0.key < $1.key }) {
      guard let change = places[id] else {
        throw BrokenRule(.deliveryUnwanted, "\(id) came and is not wanted: \(told)")
      }
      if told != change.text(id: id) {
        throw BrokenRule(
          .deliveryWrong, "\(id) told \(told)\nand the log has \(change.text(id: id))")
      }
    }
    var last: [String: Int64] = [:]
    for id in destination.done where !givenUp.contains(id) {
      guard let change = places[id] else { continue }
      if let before = last[change.person], before > change.position {
        throw BrokenRule(.deliveryOrder, "\(id) came after position \(before) of the same person")
      }
      last[change.person] = change.position
    }
  }
}

extension MembershipChange {
  /// The change as a webhook tells it, without the number of the attempt.
  fileprivate func text(id: String) -> String {
    "{\"id\":\"\(id)\",\"position\":\(position),\"at\":\"\(at.iso)\","
      + "\"recordedAt\":\"\(recordedAt.iso)\",\"segment\":\"\(segment)\","
      + "\"person\":\"\(person)\",\"change\":\"\(isEntry ? "enter" : "exit")\","
      + "\"cause\":\"\(cause.word)\"}"
  }
}
