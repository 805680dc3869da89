/// A rule of the system that does not hold, with the values that show it.
struct BrokenRule: Error, CustomStringConvertible {
  /// What must hold, whatever goes wrong.
  enum Rule: String {
    case eventLost = "every acknowledged event is there"
    case eventUnsent = "there is no event that nobody sent"
    case eventDoubled = "every event is there once"
    case eventChanged = "every event is there as it was sent"
    case itemLost = "every refused item of an acknowledged request is in the quarantine"
    case requestRefused = "a good request is taken, or the client is told to come back"
    case logGap = "the log of changes has no gap"
    case logRewritten = "what was announced stays as it was"
    case logAhead = "nothing is announced before it is so"
    case changeWithoutEffect = "every change changes something"
    case sinceWrong = "since when somebody is a member is what was announced"
    case flipWrong = "the next flip that is told comes, and none before"
    case membersUnannounced = "the changes, added up, are the members"
    case membersWrong = "membership is what the rules say"
    case changesInexact = "people enter and leave at the instants that the rules say"
    case deliveryLost = "every wanted change is delivered"
    case deliveryUnwanted = "nothing else is delivered"
    case deliveryWrong = "a delivery tells the change of its id, signed, the same each time"
    case deliveryOrder = "each person's changes are delivered in order"
    case noOpening = "a data directory opens again, whatever ended its last use"
    case noEnd = "everything is done in the end"
    case answerMissing = "every question is answered"
  }

  /// The rule.
  let rule: Rule
  /// What was found and what was expected.
  let values: String

  /// States that a rule does not hold.
  init(_ rule: Rule, _ values: String) {
    self.rule = rule
    self.values = values
  }

  var description: String { "broken rule: \(rule.rawValue)\n\(values)" }
}
