import StarlingActivate
import StarlingCollect
import StarlingModel
import StarlingTestSupport

extension Simulation {
  /// Longest wait of a client for an answer. Unit: ms.
  private static let patienceMs: Int64 = 10_000
  /// Longest wait of the server for a destination's answer. Unit: ms.
  private static let answerMs: Int64 = 15_000

  /// Has one thing happen.
  func handle(_ happening: Happening) async throws {
    switch happening {
    case .departs(let batch): depart(batch)
    case .arrives(let batch): try arrive(batch)
    case .answered(let batch, let isKept): answered(batch, isKept: isKept)
    case .lostPatience(let batch, let attempt):
      if !clients[batch].isDone && clients[batch].attempts == attempt { depart(batch) }
    case .webhookArrives(let post): try takeWebhook(post)
    case .webhookEnds(let id, let result, let run): await ended(id, result, run: run)
    case .wake: await server?.deliverer.wake(now: now)
    case .save:
      isSaveDue = false
      await server?.deliverer.save(now: now)
    case .look: break
    case .triesAgain: isTryDue = false
    case .trouble(let trouble): try await happen(trouble)
    case .heals: heal()
    case .starts: try await start()
    }
  }

  // MARK: Events on their way

  private func depart(_ batch: Int) {
    clients[batch].attempts += 1
    trace("client sends batch \(batch), try \(clients[batch].attempts)")
    let patience = now.advanced(byMs: Self.patienceMs)
    agenda.add(.lostPatience(batch: batch, attempt: clients[batch].attempts), at: patience)
    if !isLost { agenda.add(.arrives(batch: batch), at: later(slowPercent: 10)) }
    if !isCalm && random.chance(6) {
      agenda.add(.arrives(batch: batch), at: later(slowPercent: 50))
    }
  }

  private func arrive(_ batch: Int) throws {
    guard server != nil else {
      agenda.add(.answered(batch: batch, isKept: false), at: later(slowPercent: 0))
      return
    }
    tally.requests += 1
    trace("request of batch \(batch) arrives")
    auditor.reached(batch)
    if options.sabotage == .lostEvent, !isSabotaged, random.chance(30) {
      isSabotaged = true
      server?.post.answer(batch, nil)
      return
    }
    if let answer = server?.take(world.batches[batch], now: now) {
      throw BrokenRule(
        .requestRefused,
        "status \(answer.status): \(String(decoding: answer.body, as: UTF8.self))\n"
          + String(decoding: world.batches[batch].body, as: UTF8.self))
    }
  }

  private func answered(_ batch: Int, isKept: Bool) {
    if isKept {
      clients[batch].isDone = true
    } else if !clients[batch].isDone {
      let waitsMax = min(600, 1 << min(10, clients[batch].attempts))
      let wait = Int64(random.number(1...waitsMax)) * Milliseconds.second
      agenda.add(.departs(batch: batch), at: now.advanced(byMs: wait))
      // That try is over, so that its patience does not send it twice.
      clients[batch].attempts += 1
    }
  }

  /// Sends the answers of the server to their clients.
  func sendAnswers(isAlive: Bool) {
    for (batch, refusal) in server?.post.takeAnswers() ?? [] {
      if let refusal {
        trace("batch \(batch) is refused: \(refusal)")
        auditor.refused(batch)
      } else {
        trace("batch \(batch) is kept")
        auditor.acknowledged(batch)
      }
      if !isAlive || isLost { continue }
      agenda.add(.answered(batch: batch, isKept: refusal == nil), at: later(slowPercent: 10))
    }
  }

  /// Whether what is sent now gets lost.
  private var isLost: Bool { !isCalm && random.chance(8) }

  /// When something that is sent now arrives.
  func later(slowPercent: Int) -> Stamp {
    let isSlow = !isCalm && random.chance(slowPercent)
    let share = Int64(isSlow ? random.number(1...1_200) : random.number(1...4))
    return now.advanced(byMs: share * world.scale.latencyMs)
  }

  // MARK: Webhooks on their way

  /// Sends what is due, and puts down what is to be saved and when to go on.
  func sendWebhooks() async {
    let committed = server?.post.takeCommitted() ?? []
    let isTold = !random.chance(15)
    await server?.deliverer.committed(committed, isTold: isTold, now: now)
    var wasSabotaged = false
    repeat {
      wasSabotaged = false
      for attempt in server?.deliverer.takeAttempts() ?? [] {
        if options.sabotage == .lostDelivery, !isSabotaged, random.chance(30) {
          (isSabotaged, wasSabotaged) = (true, true)
          await server?.deliverer.ended(
            attempt.id, .answered(status: 200), now: now, using: &random)
        } else {
          send(attempt)
        }
      }
    } while wasSabotaged
    for id in server?.deliverer.takeGivenUp() ?? [] { auditor.givenUp.insert(id.description) }
    if let instant = server?.deliverer.takeWake() {
      agenda.remove { if case .wake = $0 { true } else { false } }
      agenda.add(.wake, at: max(instant, now.advanced(byMs: 1)))
    }
    if server?.deliverer.hasUnsaved != true || isSaveDue { return }
    if random.chance(60) { await server?.deliverer.save(now: now) }
    if server?.deliverer.hasUnsaved == true {
      isSaveDue = true
      agenda.add(.save, at: now.advanced(byMs: Int64(random.number(1...20)) * 100))
    }
  }

  private func send(_ attempt: DeliveryAttempt) {
    let run = server?.run ?? 0
    trace("webhook \(attempt.id), try \(attempt.number)")
    let post = WebhookPost(
      id: attempt.id, request: WebhookRequest(attempt, now: now), run: run)
    // The server gives up waiting, whatever becomes of the request.
    agenda.add(
      .webhookEnds(attempt.id, .unanswered("no answer within 15 s"), run: run),
      at: now.advanced(byMs: Self.answerMs))
    if !isLost { agenda.add(.webhookArrives(post), at: later(slowPercent: 10)) }
  }

  private func takeWebhook(_ post: WebhookPost) throws {
    guard let index = destinations.firstIndex(where: { $0.target.id == post.id.target }) else {
      throw BrokenRule(.deliveryUnwanted, "\(post.id) came, and nobody is there")
    }
    tally.deliveries += 1
    let result = try destinations[index].take(
      post.request, now: now, isCalm: isCalm, using: &random)
    trace("webhook \(post.id) arrives: \(result.map { "\($0)" } ?? "no answer")")
    if let result {
      agenda.add(.webhookEnds(post.id, result, run: post.run), at: later(slowPercent: 5))
    }
  }

  private func ended(_ id: DeliveryID, _ result: AttemptResult, run: Int) async {
    // What a run was told that is no more, nobody hears.
    if server?.run != run { return }
    await server?.deliverer.ended(id, result, now: now, using: &random)
  }
}
