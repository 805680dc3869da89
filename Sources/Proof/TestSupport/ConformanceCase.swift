import Foundation
import StarlingLanguage
import StarlingModel
import StarlingReference

/// One line of a conformance file: a history, definitions, and the right answers.
package struct ConformanceCase: Sendable, CustomStringConvertible {
  /// The members of every segment at one instant.
  package struct Evaluation: Sendable {
    /// The instant asked about.
    package var at: Stamp
    /// Sorted names of people, by segment.
    package var members: [String: [String]]
  }

  /// What test output calls the case.
  package var name: String
  /// The workspace file, as JSON, which is also YAML; segments keep their order.
  package var workspaceText: String
  /// The history as JSON Lines in the Segment shape, in order of arrival.
  package var eventLines: [String]
  /// The same history as values.
  package var events: [Event]
  /// What `evaluate` must answer.
  package var evaluations: [Evaluation]
  /// Instant up to which `changes` tells everything; inclusive.
  package var until: Stamp
  /// What `replay` must answer, in its order.
  package var changes: [ReferenceChange]
  /// People on uploaded lists; empty in the published cases.
  package var lists: [String: Set<String>]
  private var workspaceObject: OrderedJSON

  /// The name.
  package var description: String { name }

  /// Reads one line.
  ///
  /// - Throws: What is missing or wrong in the line.
  package init(line: String) throws {
    let object = try OrderedJSON(reading: line)
    name = try object.requireString("name")
    workspaceObject = try object.require("workspace")
    workspaceText = workspaceObject.text
    let eventObjects = try object.require("events").elements
    eventLines = eventObjects.map(\.text)
    events = try eventObjects.map { try Event(segmentCall: $0) }
    evaluations = try object.require("evaluate").elements.map(Evaluation.init(json:))
    until = Stamp(try object.requireString("until"))
    changes = try object.require("changes").elements.map(ReferenceChange.init(json:))
    lists = [:]
    for list in object["lists"]?.members ?? [] {
      lists[list.key] = Set(list.value.elements.compactMap(\.string))
    }
  }

  /// The case without its answers.
  ///
  /// - Throws: The first definition that is not an expression.
  package func testCase() throws -> TestCase {
    TestCase(
      name: name, workspace: try Workspace(conformance: workspaceObject), events: events,
      lists: lists, until: until)
  }

  /// All cases of the files in `Tests/Conformance`.
  ///
  /// - Throws: When a file cannot be read.
  package static func all() throws -> [ConformanceCase] { try published.get() }

  /// Read once in a run.
  private static let published = Result { try readPublished() }

  private static func readPublished() throws -> [ConformanceCase] {
    // This file lies at Sources/Proof/TestSupport in the repository.
    var root = URL(filePath: #filePath)
    for _ in 1...4 { root.deleteLastPathComponent() }
    let folder = root.appending(path: "Tests/Conformance")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    return try files.filter { $0.hasSuffix(".jsonl") }.flatMap { file in
      try read(String(contentsOf: folder.appending(path: file), encoding: .utf8))
    }
  }

  /// The cases of a JSON Lines text.
  ///
  /// - Throws: What is wrong in the first bad line.
  package static func read(_ text: String) throws -> [ConformanceCase] {
    try text.split(separator: "\n").map { try ConformanceCase(line: String($0)) }
  }
}

extension ConformanceCase.Evaluation {
  fileprivate init(json: OrderedJSON) throws {
    at = Stamp(try json.requireString("at"))
    members = [:]
    for segment in try json.require("members").members {
      members[segment.key] = segment.value.elements.compactMap(\.string)
    }
  }
}

extension ReferenceChange {
  fileprivate init(json: OrderedJSON) throws {
    let text = try json.requireString("change")
    guard let direction = Direction(rawValue: text) else {
      throw ConformanceProblem(problem: "\(text) is neither enter nor exit")
    }
    self.init(
      at: Stamp(try json.requireString("at")), segment: try json.requireString("segment"),
      person: try json.requireString("person"), change: direction)
  }
}
