import Dispatch
import StarlingLanguage
import StarlingModel
import StarlingStore
import Synchronization

// How definitions come into force while the loop goes on:
//
// 1. An order to the loop takes what is needed to answer them; another thread finds the answers.
// 2. Between its steps the loop writes them to their places, `backfillSliceMs` at a time.
// 3. Between two steps they come into force in the core and in the catalogue. The next commit holds
//    the version together with the changes that it brings; then whoever put it is answered.
//
// Before the commit a crash leaves the definitions that were in force before, with their members.

extension LiveSystem {
  /// Begins to put definitions into force.
  func begin(_ put: DefinitionPut) {
    let version = catalogue.withLock { $0.version }
    if version != put.version {
      return put.done(
        .failure(
          QueryProblem(
            .conflict,
            "somebody else changed the definitions meanwhile; read them and try again")))
    }
    let start = observer.nanoseconds()
    var put = put
    if put.attempts == 0 { put.start = start }
    let work = core.withLock { $0.beginBackfill(put.change) }
    put.longest = max(put.longest, observer.nanoseconds() - start)
    self.put.withLock { $0 = put }
    if put.attempts >= Self.attemptsMax {
      // Nothing comes between: thresholds are computed all the time.
      core.withLock { $0.take(work.answers()) }
      self.put.withLock { $0?.stage = .writing }
      return
    }
    backfills.async {
      let answers = work.answers()
      self.inbox.add(order: { self.take(answers) })
    }
  }

  /// How often answers may be out of date before the loop waits for them.
  private static let attemptsMax = 3

  private func take(_ answers: BackfillAnswers) {
    if put.withLock({ $0 == nil }) { return }
    let start = observer.nanoseconds()
    core.withLock { $0.take(answers) }
    put.withLock { $0?.stage = .writing }
    noteHeldUp(since: start)
  }

  /// Notes that the loop was held up for definitions.
  private func noteHeldUp(since start: Int64) {
    let length = observer.nanoseconds() - start
    put.withLock { put in
      let longest = put?.longest ?? 0
      put?.longest = max(longest, length)
    }
  }

  /// Writes answers to their places for some ms, and puts definitions into force once all are
  /// there.
  ///
  /// - Returns: Whether there is more to be done at once.
  func continueBackfill() -> Bool {
    let start = observer.nanoseconds()
    guard let put = put.withLock({ $0 }), put.stage == .writing else {
      return core.withLock { $0.retired.release() }
    }
    // However many people each step touches, in the end there is time for all of them.
    let sliceMs = options.backfillSliceMs * (1 + put.renewals / 8)
    let end = start + sliceMs * 1_000_000
    let progress = core.withLock { core in
      core.continueBackfill { self.observer.nanoseconds() < end }
    }
    if progress == .renewing { self.put.withLock { $0?.renewals += 1 } }
    if progress == .ready { finish(put) }
    noteHeldUp(since: start)
    return true
  }

  private func finish(_ put: DefinitionPut) {
    let start = observer.nanoseconds()
    let now = clock.now
    guard let found = core.withLock({ $0.finishBackfill(recordedAt: now) }) else {
      var again = put
      again.attempts += 1
      again.stage = .answering
      return begin(again)
    }
    let made = catalogue.withLock { catalogue in
      let made = StarlingStore.DefinitionVersion(
        version: Int64(catalogue.version) + 1, at: now, author: put.author,
        text: WorkspaceText.of(put.workspace),
        summary: WorkspaceText.summary(catalogue.workspace, put.workspace))
      catalogue.put(
        put.workspace, lists: put.change.lists, version: Int(made.version), at: made.at)
      return made
    }
    pending.withLock { pending in
      pending.changes += found
      pending.definitions = made
    }
    let last = observer.nanoseconds() - start
    self.put.withLock { put in
      put?.stage = .inForce
      put?.last = last
    }
  }

  /// Answers whoever put the definitions that a commit made durable.
  func announce(_ made: StarlingStore.DefinitionVersion) {
    let put = put.withLock { put in
      defer { put = nil }
      return put
    }
    guard let put else { return }
    observer.background(
      .definitions(
        version: Int(made.version), nanoseconds: observer.nanoseconds() - put.start,
        longestNanoseconds: put.longest, lastNanoseconds: put.last))
    put.done(.success(DefinitionVersion(made.version, made.at, made.author, made.summary)))
  }

  /// Gives up what is on its way into force, since the loop has ended.
  func abandonBackfill() {
    backfills.sync {}
    sealings.sync {}
    for order in inbox.take().orders { order() }
    let put = put.withLock { put in
      defer { put = nil }
      return put
    }
    core.withLock { $0.abandonBackfill() }
    put?.done(.failure(Self.isStopping))
  }

  /// What those are told who come when the loop takes nothing more.
  static var isStopping: QueryProblem {
    QueryProblem(
      .busy, "the server is stopping; the definitions stay as they were", retryAfterSeconds: 5)
  }
}

extension DefinitionVersion {
  /// A version of the store.
  init(_ number: Int64, _ at: Stamp, _ author: String, _ summary: String) {
    self.init(number: Int(number), at: at, by: author, summary: summary)
  }
}
