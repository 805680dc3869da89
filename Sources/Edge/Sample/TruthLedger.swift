/// Remembers which identifiers were written, so that the truth names exactly the people of the
/// output.
struct TruthLedger {
  /// What was written of a person.
  private struct Traces: OptionSet {
    var rawValue: UInt8
    static let firstDevice = Traces(rawValue: 1)
    static let secondDevice = Traces(rawValue: 2)
    static let account = Traces(rawValue: 4)
    static let firstJoined = Traces(rawValue: 8)
    static let secondJoined = Traces(rawValue: 16)
  }

  private var traces: [Traces]

  /// A ledger for this many people, of whom nothing was written.
  init(people: Int) {
    traces = Array(repeating: [], count: people)
  }

  /// Takes note of an event that was written.
  mutating func note(_ event: PlannedEvent) {
    let person = Int(event.person)
    switch event.sender {
    case .firstDevice: traces[person].insert(.firstDevice)
    case .secondDevice: traces[person].insert(.secondDevice)
    case .account: traces[person].insert(.account)
    }
    switch event.joins {
    case .firstDevice: traces[person].insert(event.sender == .account ? .firstJoined : [])
    case .secondDevice: traces[person].insert(event.sender == .account ? .secondJoined : [])
    case .account: break
    }
  }

  /// The identifiers by which a person is known after all joins: the user id first; beside it, or
  /// without it, the anonymous ids that nothing ties to it. Empty when nothing was written.
  func identifiers(of person: Int) -> [PlannedEvent.Sender] {
    let seen = traces[person]
    var identifiers: [PlannedEvent.Sender] = []
    if seen.contains(.account) { identifiers.append(.account) }
    if seen.contains(.firstDevice) && !seen.contains(.firstJoined) {
      identifiers.append(.firstDevice)
    }
    if seen.contains(.secondDevice) && !seen.contains(.secondJoined) {
      identifiers.append(.secondDevice)
    }
    return identifiers
  }
}
