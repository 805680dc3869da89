import Foundation
import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

@Suite(.serialized) struct KillTests {
  /// The name of the variable that makes a process of tests the child that is killed.
  private static let variable = "STARLING_STORE_CHILD"

  /// Number of rounds; STARLING_KILL_ROUNDS names another one for long runs.
  private static let rounds =
    ProcessInfo.processInfo.environment["STARLING_KILL_ROUNDS"].flatMap { Int($0) } ?? 4

  /// Commits until it is killed, and notes each commit that returned. Only the child does that.
  @Test func commitsUntilKilled() throws {
    guard let directory = ProcessInfo.processInfo.environment[Self.variable] else { return }
    var options = StoreOptions()
    options.recentIDsMax = 2_000
    let store = try Store(directory: directory + "/data", options: options)
    let noted = try OpenFile(directory + "/noted", for: .appending)
    var offset = try noted.byteCount()
    var round = Int(store.nextSequence)
    while true {
      let events = StoreFixture.events(round % 40 + 1, from: round * 100)
      var batch = StoreFixture.batch(events)
      batch.known = try store.messageIDs.known(in: batch.events)
      let receipt = try store.commit(
        StoreCommit(events: [batch], changes: StoreFixture.changes(2, from: round)))
      let line = Array("\(receipt.sequences.lowerBound) \(round)\n".utf8)
      try noted.write(line.span, at: offset)
      offset += line.count
      if round % 50 == 0 { try store.mergeSmallChunks() }
      if store.messageIDs.isCompactionDue { try store.messageIDs.compact() }
      round += 1
    }
  }

  @Test func `has every commit that returned, whenever the process is killed`() throws {
    if ProcessInfo.processInfo.environment[Self.variable] != nil { return }
    var random = SeededGenerator(seed: UInt64.random(in: 0...(.max)))
    let folder = try ScratchFolder()
    for round in 0..<Self.rounds {
      try Self.runChild(folder.path, milliseconds: random.number(300...1_500))
      let store = try Store(directory: folder.path("data"))
      let found = try store.everything()
      #expect(found.damages.isEmpty)
      #expect(found.events.count == Int(store.nextSequence))
      let lines = (folder.text("noted") ?? "").split(separator: "\n")
      #expect(!lines.isEmpty, "round \(round): the child committed nothing")
      for line in lines {
        let numbers = line.split(separator: " ").compactMap { Int($0) }
        let events = StoreFixture.events(numbers[1] % 40 + 1, from: numbers[1] * 100)
        let kept = events.indices.map { found.events[Int64(numbers[0] + $0)] }
        #expect(kept == events, "round \(round), \(line)")
      }
      #expect(Set(found.events.values.map(\.messageID)).count == found.events.count)
      let inspection = try store.verify()
      #expect(inspection.isSound)
      #expect(store.messageIDs.size.count == found.events.count)
      try store.close()
    }
  }

  /// Runs this program as the child and kills it.
  private static func runChild(_ directory: String, milliseconds: Int) throws {
    let child = Process()
    child.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = ["--testing-library", "swift-testing", "--filter", "commitsUntilKilled"]
    var environment = ProcessInfo.processInfo.environment
    environment[variable] = directory
    child.environment = environment
    child.standardOutput = FileHandle.nullDevice
    child.standardError = FileHandle.nullDevice
    let before = fileSize(directory + "/noted")
    try child.run()
    // Loading the program takes its time; the clock starts with the first commit.
    for _ in 0..<600 where fileSize(directory + "/noted") == before { usleep(50_000) }
    usleep(UInt32(milliseconds) * 1_000)
    kill(child.processIdentifier, SIGKILL)
    child.waitUntilExit()
  }

  private static func fileSize(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }
}
