import Foundation
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingStore
import StarlingTestSupport
import Testing

/// A data directory that is opened from a snapshot is what the log alone gives.
@Suite struct OpeningTests {
  @Test(arguments: 1...120) func `gives from a snapshot what the log gives`(
    seed: Int
  ) async throws {
    let test = TestCase(seed: UInt64(seed))
    // Thresholds found after late events are other ones than those found before.
    if test.workspace.segments.contains(where: { $0.text.contains("percentile") }) { return }
    var random = SeededGenerator(seed: UInt64(seed))
    let folder = try ScratchFolder()
    var options = LiveOptions()
    options.snapshotEventsMin = 1
    options.snapshotAtStopMin = random.chance(50) ? 1 : .max
    let running = try RunningSystem(
      folder.path("data"), test, at: Stamp(milliseconds: 0), options)
    var rest = test.events[...]
    var now = Stamp(milliseconds: 0)
    while !rest.isEmpty {
      let part = Array(rest.prefix(random.number(1...5)))
      rest = rest.dropFirst(part.count)
      now = max(now, part[random.number(0...(part.count - 1))].stamp)
      _ = running.system.setClock(now)
      try await running.send(part)
      if random.chance(40) { await running.system.settle() }
    }
    _ = running.system.setClock(now)
    await running.system.settle()
    try await running.stop()
    try FileManager.default.copyItem(atPath: folder.path("data"), toPath: folder.path("log"))
    try FileManager.default.removeItem(atPath: folder.path("log/snapshots"))
    let later = now.advanced(byMs: Int64(random.number(0...1) * 86_400_000))
    let restored = try RunningSystem(folder.path("data"), test, at: later)
    let read = try RunningSystem(folder.path("log"), test, at: later)
    #expect(restored.opening.snapshot != nil && restored.opening.warnings.isEmpty)
    #expect(read.opening.snapshot == nil)
    // Who was announced under another name is announced anew when the log alone is read.
    let hasJoins = test.events.contains { $0.joined != nil }
    try await Self.compare(restored, read, test, hasSince: !hasJoins)
    // Both go on alike. What late events change counts since the last time that somebody was asked
    // about, which opening is.
    let again = test.events.shuffled(using: &random).prefix(10).enumerated().map { index, event in
      var event = event
      event.messageID = "again-\(index)"
      return event
    }
    for running in [restored, read] {
      try await running.send(Array(again))
      _ = running.system.setClock(test.until)
    }
    try await Self.compare(restored, read, test, hasSince: false)
    try await restored.stop()
    try await read.stop()
  }

  private static func compare(
    _ restored: RunningSystem, _ read: RunningSystem, _ test: TestCase, hasSince: Bool
  ) async throws {
    let found = try await restored.everything(hasSince: hasSince)
    let wanted = try await read.everything(hasSince: hasSince)
    let differences =
      found.filter { !wanted.contains($0) }.map { "snapshot: \($0)" }
      + wanted.filter { !found.contains($0) }.map { "log: \($0)" }
    let texts = test.workspace.segments.map { "\($0.name): \($0.text)" }
    #expect(found == wanted, "\((differences.prefix(4) + texts).joined(separator: "\n"))")
  }

  /// A directory with two snapshots, the newer one of all events and with answers.
  private func filled(_ folder: ScratchFolder) async throws -> Workspace {
    let when = "count(buy[30d]) >= 2"
    let workspace = Workspace(segments: [
      Definition(
        name: "buyers", text: when,
        expression: try #require(Expression.parse(when).expression))
    ])
    var options = LiveOptions()
    options.snapshotEventsMin = 150
    options.snapshotAtStopMin = 1
    let start: Stamp = "2026-03-01"
    let running = try RunningSystem(folder.path("data"), workspace, lists: [:], at: start, options)
    for part in 0..<30 {
      let now = start.advanced(byMs: Int64(part) * 3_600_000)
      _ = running.system.setClock(now)
      try await running.send(
        (0..<10).map { index in
          .track(
            "buy", "p\((part * 7 + index) % 40)", at: now.advanced(byMs: Int64(-index)),
            ["amount": .number(Double(index))], id: "\(part)-\(index)")
        })
      await running.system.settle()
    }
    try await running.stop()
    return workspace
  }

  private func snapshots(_ folder: ScratchFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path("data/snapshots")).sorted()
  }

  @Test func `passes over a damaged snapshot and says so`() async throws {
    let folder = try ScratchFolder()
    let workspace = try await filled(folder)
    let names = try snapshots(folder)
    #expect(names.count == 2 && names.last == "300.snapshot")
    let now: Stamp = "2026-03-03"
    let sound = try RunningSystem(folder.path("data"), workspace, lists: [:], at: now)
    let everything = try await sound.everything()
    #expect(sound.opening.snapshot == 300)
    try await sound.stop()
    let newest = URL(filePath: folder.path("data/snapshots/300.snapshot"))
    let bytes = try Data(contentsOf: newest)
    var random = SeededGenerator(seed: 7)
    for round in 0..<30 {
      var damaged = bytes
      if round % 3 == 0 {
        damaged = bytes.prefix(random.number(0...(bytes.count - 1)))
      } else {
        damaged[random.number(0...(bytes.count - 1))] ^= 1 << UInt8(random.number(0...7))
      }
      try damaged.write(to: newest)
      // What is left of one that was never finished.
      try bytes.prefix(1_000).write(to: URL(filePath: folder.path("data/snapshots/new.tmp")))
      let running = try RunningSystem(folder.path("data"), workspace, lists: [:], at: now)
      #expect(running.opening.warnings.count == 1)
      #expect((running.opening.snapshot ?? 300) < 300)
      #expect(try await running.everything() == everything)
      try await running.stop()
    }
  }

  @Test func `passes over the snapshot of another log`() async throws {
    let (folder, other) = (try ScratchFolder(), try ScratchFolder())
    let workspace = try await filled(folder)
    let running = try RunningSystem(
      other.path("data"), workspace, lists: [:], at: Stamp(milliseconds: 0))
    try await running.send(
      (0..<400).map { .track("buy", "q\($0)", at: "2026-03-01", id: "other-\($0)") })
    _ = running.system.setClock("2026-03-03")
    await running.system.settle()
    try await running.stop()
    try FileManager.default.copyItem(
      atPath: folder.path("data/snapshots"), toPath: other.path("data/snapshots"))
    let opened = try RunningSystem(
      other.path("data"), workspace, lists: [:], at: "2026-03-03")
    #expect(opened.opening.snapshot == nil && opened.opening.warnings.count == 2)
    #expect(try await opened.members() == ["buyers": []])
    try await opened.stop()
  }

  @Test func `answers other definitions over the events of a snapshot`() async throws {
    let folder = try ScratchFolder()
    var workspace = try await filled(folder)
    let when = "count(buy[90d]) >= 1"
    workspace.segments = [
      Definition(
        name: "all", text: when, expression: try #require(Expression.parse(when).expression))
    ]
    let running = try RunningSystem(folder.path("data"), workspace, lists: [:], at: "2026-03-03")
    #expect(running.opening.snapshot == 300)
    #expect(try await running.members()["all"]?.count == 40)
    try await running.stop()
  }

  /// Snapshots of old versions stay readable, or are passed over for the log. Those in
  /// `Tests/Compat/snapshot-v…` were written by the first program of each version of the sections,
  /// with STARLING_WRITE_FIXTURE set to the version.
  @Test(arguments: [1, 2]) func `opens a directory with a snapshot of an old version`(
    version: Int
  ) async throws {
    let fixture = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Compat/snapshot-v\(version)").path
    let folder = try ScratchFolder()
    if let written = ProcessInfo.processInfo.environment["STARLING_WRITE_FIXTURE"] {
      if written != "\(version)" { return }
      _ = try await filled(folder)
      try Store.backup(of: folder.path("data"), to: fixture)
      try FileManager.default.createDirectory(
        atPath: fixture + "/snapshots", withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: folder.path("data/snapshots/300.snapshot"),
        toPath: fixture + "/snapshots/300.snapshot")
      return
    }
    let scratch = try ScratchFolder()
    let workspace = try await filled(scratch)
    try FileManager.default.copyItem(atPath: fixture, toPath: folder.path("data"))
    let running = try RunningSystem(folder.path("data"), workspace, lists: [:], at: "2026-03-03")
    let fresh = try RunningSystem(scratch.path("data"), workspace, lists: [:], at: "2026-03-03")
    // Version 1 linked the records of tails forward.
    let isRead = version > 1
    #expect(running.opening.snapshot == (isRead ? 300 : nil))
    #expect(running.opening.warnings.count == (isRead ? 0 : 1), "\(running.opening.warnings)")
    #expect(try await running.everything() == (try await fresh.everything()))
    try await running.stop()
    try await fresh.stop()
  }
}

extension RunningSystem {
  /// All that can be asked about people: segments with members and since when, and what is known of
  /// each person.
  fileprivate func everything(hasSince: Bool = true) async throws -> [String] {
    await system.settle()
    var lines: [String] = []
    var people: Set<String> = []
    for segment in try await system.segments(at: nil).segments {
      lines.append("\(segment.name): \(segment.count)")
      let page = try await system.members(of: segment.name, at: nil, after: nil, limit: 10_000)
      for member in page.members {
        let since = hasSince ? "\(String(describing: member.since))" : ""
        lines.append("\(segment.name): \(member.person) \(since)")
        people.insert(member.person)
      }
    }
    lines.sort()
    for person in try changes().map(\.person) { people.insert(person) }
    for name in people.sorted() {
      guard var profile = try? await system.person(name) else { continue }
      for index in profile.segments.segments.indices where !hasSince {
        profile.segments.segments[index].since = nil
      }
      lines.append("\(profile)")
      let page = try await system.timeline(
        ofPerson: name, from: nil, until: nil, after: nil, limit: 1_000)
      lines.append("\(page.events)")
    }
    return lines
  }
}
