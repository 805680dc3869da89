import Logging
import NIOCore
import NIOPosix
import StarlingActivate
import StarlingModel
import StarlingServer
import Testing

/// The shell of deliveries over real connections to targets on this machine.
@Suite struct DeliveryWorkerTests {
  private static let policy = RetryPolicy(delayFirstMs: 20, delayMaxMs: 60, attemptsMax: 4)

  private static func id(_ text: String) -> WebhookTargetID {
    guard let id = WebhookTargetID(text) else { preconditionFailure("\(text) is no id") }
    return id
  }

  private static func target(_ id: String, _ url: String, inFlightMax: Int = 4) -> WebhookTarget {
    WebhookTarget(
      id: Self.id(id), name: id, url: url, secrets: ["s3cret"], inFlightMax: inFlightMax)
  }

  private static func changes(_ range: ClosedRange<Int64>, people: Int64) -> [MembershipChange] {
    range.map {
      MembershipChange(
        position: $0, at: Stamp(milliseconds: 0), recordedAt: Stamp(milliseconds: 0),
        segment: "buyers", person: "p\($0 % people)", isEntry: true, cause: .event)
    }
  }

  private static func worker(
    _ storage: MemoryDeliveryStorage, _ sender: HTTPWebhookSender, logEnd: Int64 = 0
  ) -> DeliveryWorker {
    let clock = ContinuousClock.now
    return DeliveryWorker(
      policy: policy, logEnd: logEnd, sender: sender, storage: storage,
      metrics: DeliveryMetrics(MetricsRegistry()),
      logger: Logger(label: "test") { _ in
        SwiftLogNoOpLogHandler()
      },
      now: {
        Stamp(
          milliseconds: 1_772_454_600_000 + Int64((ContinuousClock.now - clock) / .milliseconds(1)))
      })
  }

  /// Waits until something is true; fails after ten seconds.
  private static func expectSoon(
    location: SourceLocation = #_sourceLocation, _ isDone: () async -> Bool
  ) async throws {
    for _ in 0..<1_000 {
      if await isDone() { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("not within ten seconds", sourceLocation: location)
  }

  /// Runs a worker with one target that is sent changes; gives when nothing is held any more.
  private static func deliver(
    _ changes: [MembershipChange], to target: LocalTarget, storage: MemoryDeliveryStorage,
    sender: HTTPWebhookSender = HTTPWebhookSender(policy: AddressPolicy())
  ) async throws {
    try await target.serve { url in
      let worker = worker(storage, sender)
      await worker.put(Self.target("t", url))
      await storage.commit(changes)
      await worker.changesCommitted(changes)
      try await Self.expectSoon { await worker.status(of: Self.id("t"))?.held == 0 }
      await worker.stop()
    }
    try await sender.shutdown()
  }

  @Test func `delivers every change once, signed and in order per person`() async throws {
    let target = LocalTarget { _, _ in .answer(204) }
    let storage = MemoryDeliveryStorage()
    try await Self.deliver(Self.changes(1...60, people: 5), to: target, storage: storage)
    let requests = target.requests
    #expect(requests.count == 60)
    #expect(Set(requests.map(\.id)) == Set((1...60).map { "t-\($0)" }))
    for request in requests {
      #expect(
        WebhookSignature.isValid(
          request.signature, body: request.body, secret: "s3cret",
          nowSeconds: 1_772_454_600))
    }
    for person in 0..<5 {
      let positions = requests.filter { $0.text.contains("\"person\":\"p\(person)\"") }
        .compactMap { Int($0.id.dropFirst(2)) }
      #expect(positions == positions.sorted(), "person \(person)")
    }
    #expect(await storage.rows(Self.id("t")) == [])
    #expect(await storage.cursor(Self.id("t")) == 60)
  }

  @Test func `tries again under the same id after status 500`() async throws {
    let target = LocalTarget { _, count in count < 3 ? .answer(500) : .answer(200) }
    let storage = MemoryDeliveryStorage()
    try await Self.deliver(Self.changes(1...1, people: 1), to: target, storage: storage)
    #expect(target.requests.map(\.id) == ["t-1", "t-1", "t-1"])
    #expect(target.requests.last?.text.hasSuffix("\"attempt\":3}") == true)
  }

  @Test func `waits as long as Retry-After says`() async throws {
    let target = LocalTarget { _, count in
      count == 1 ? .answer(429, headers: ["Retry-After": "1"]) : .answer(200)
    }
    let storage = MemoryDeliveryStorage()
    try await Self.deliver(Self.changes(1...1, people: 1), to: target, storage: storage)
    let times = target.requests.map(\.at)
    try #require(times.count == 2)
    #expect(times[1] - times[0] >= .milliseconds(990))
  }

  @Test func `a redirect is not followed and makes a dead letter`() async throws {
    let target = LocalTarget { _, _ in .answer(302, headers: ["Location": "/elsewhere"]) }
    let storage = MemoryDeliveryStorage()
    try await Self.deliver(Self.changes(1...1, people: 1), to: target, storage: storage)
    #expect(target.requests.count == 1)
    let rows = await storage.rows(Self.id("t"))
    #expect(rows.map(\.problem) == ["status 302"] && rows.allSatisfy { $0.isDead })
  }

  @Test func `a long answer is not read to its end`() async throws {
    let target = LocalTarget { _, _ in .answer(200, bodyBytes: 2_000_000) }
    let storage = MemoryDeliveryStorage()
    try await Self.deliver(Self.changes(1...3, people: 3), to: target, storage: storage)
    #expect(target.requests.count == 3)
    #expect(await storage.rows(Self.id("t")) == [])
  }

  @Test func `a target that never answers is timed out and slows no other`() async throws {
    let stuck = LocalTarget { _, _ in .silent }
    let works = LocalTarget { _, _ in .answer(200) }
    let storage = MemoryDeliveryStorage()
    let sender = HTTPWebhookSender(
      policy: AddressPolicy(), answerTimeout: .seconds(1))
    try await stuck.serve { stuckURL in
      try await works.serve { worksURL in
        let worker = Self.worker(storage, sender)
        await worker.put(Self.target("stuck", stuckURL, inFlightMax: 2))
        await worker.put(Self.target("works", worksURL))
        let changes = Self.changes(1...40, people: 40)
        let started = ContinuousClock.now
        await worker.changesCommitted(changes)
        try await Self.expectSoon { Set(works.requests.map(\.id)).count == 40 }
        #expect(ContinuousClock.now - started < .seconds(5))
        try await Self.expectSoon { stuck.requests.count > 4 }
        #expect(await worker.status(of: Self.id("stuck"))?.inFlight ?? 9 <= 2)
        await worker.delete(Self.id("stuck"))
        await worker.stop()
      }
    }
    try await sender.shutdown()
  }

  @Test func `a connection that is closed or refused is tried again and given up in the end`()
    async throws
  {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in channel.close() }
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(server.localAddress?.port)
    let storage = MemoryDeliveryStorage()
    let sender = HTTPWebhookSender(policy: AddressPolicy())
    let worker = Self.worker(storage, sender)
    await worker.put(Self.target("closes", "http://127.0.0.1:\(port)/"))
    await worker.put(Self.target("nobody", "http://127.0.0.1:1/"))
    await worker.changesCommitted(Self.changes(1...1, people: 1))
    for name in ["closes", "nobody"] {
      try await Self.expectSoon { await worker.status(of: Self.id(name))?.held == 0 }
    }
    await worker.stop()
    for name in ["closes", "nobody"] {
      let row = await storage.rows(Self.id(name)).first
      #expect(row?.isDead == true && row?.attempts == 4, "\(name): \(row?.problem ?? "no row")")
      #expect(row?.problem?.contains("connection") == true)
    }
    try await sender.shutdown()
    try await server.close()
  }

  @Test func `an address that is refused gets no request`() async throws {
    let target = LocalTarget { _, _ in .answer(200) }
    let storage = MemoryDeliveryStorage()
    let sender = HTTPWebhookSender(policy: AddressPolicy(isPrivateRefused: true))
    try await Self.deliver(
      Self.changes(1...3, people: 3), to: target, storage: storage, sender: sender)
    #expect(target.requests.isEmpty)
    let rows = await storage.rows(Self.id("t"))
    #expect(rows.count == 3 && rows.allSatisfy { $0.isDead })
    #expect(
      rows.first?.problem == "127.0.0.1 is an address that webhooks are not sent to")
  }

  @Test func `while saving fails nothing more is sent, and afterwards nothing is missing`()
    async throws
  {
    let target = LocalTarget { _, _ in .answer(200) }
    let storage = MemoryDeliveryStorage(savesToFail: 1)
    try await Self.deliver(Self.changes(1...50, people: 50), to: target, storage: storage)
    #expect(Set(target.requests.map(\.id)).count == 50)
    #expect(target.requests.count == 50)
    #expect(await storage.rows(Self.id("t")) == [])
  }

  @Test func `a worker that is started again goes on under the same ids`() async throws {
    let target = LocalTarget { request, count in
      request.id == "t-3" && count == 1 ? .answer(503) : .answer(200)
    }
    let storage = MemoryDeliveryStorage(Self.changes(1...9, people: 9))
    let sender = HTTPWebhookSender(policy: AddressPolicy())
    try await target.serve { url in
      let first = Self.worker(storage, sender)
      await first.put(Self.target("t", url, inFlightMax: 1))
      await first.changesCommitted(Self.changes(1...5, people: 9))
      try await Self.expectSoon { target.requests.count >= 3 }
      await first.stop()
      let rows = await storage.rows(Self.id("t"))
      let log = await storage.log
      let second = Self.worker(storage, sender, logEnd: 9)
      await second.restore(
        Self.target("t", url), cursor: await storage.cursor(Self.id("t")), rows: rows,
        changes: log.filter { change in rows.contains { $0.position == change.position } })
      try await Self.expectSoon {
        let status = await second.status(of: Self.id("t"))
        return status?.held == 0 && status?.behind == 0
      }
      await second.stop()
    }
    #expect(Set(target.requests.map(\.id)) == Set((1...9).map { "t-\($0)" }))
    #expect(target.requests.count <= 11, "3 failed once, and one may have been under way")
    #expect(await storage.rows(Self.id("t")) == [])
    try await sender.shutdown()
  }
}
