/// A defect that is put into the simulated system on purpose, to see that the auditor notices: a
/// check that cannot fail is worth nothing.
enum Sabotage: String, CaseIterable {
  /// A request is acknowledged and its events are thrown away.
  case lostEvent = "lost-event"
  /// The disk says that it has synced and has not.
  case lyingDisk = "lying-disk"
  /// A page of the log tells a change twice, under two positions.
  case doubledChange = "doubled-change"
  /// An answer leaves a member out.
  case wrongMember = "wrong-member"
  /// A webhook counts as delivered that was never sent.
  case lostDelivery = "lost-delivery"
  /// The clock of the server lags 20 ms behind, so that people leave late.
  case lateExit = "late-exit"
}
