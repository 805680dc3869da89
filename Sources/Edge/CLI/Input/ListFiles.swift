import Foundation
import StarlingLanguage
import StarlingTimeline
import StarlingWorkspace

/// The people on the lists that a workspace names, one on each line of a file.
struct ListFiles {
  /// Most bytes of a list: tens of millions of people.
  private static let bytesMax = 1 << 30

  /// Identifiers on each list that can be read, by its name.
  private(set) var people: [String: [String]] = [:]
  /// Lists that cannot be read, with the places that name them.
  private(set) var problems: [Diagnostic] = []

  /// Reads all lists of a workspace.
  init(_ file: WorkspaceFile) {
    for list in file.lists {
      do throws(CommandFailure) {
        people[list.name] = try TextFile.read(list.path, as: "a list", atMost: Self.bytesMax)
          .withoutByteOrderMark.split(whereSeparator: \.isNewline)
          .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
      } catch {
        problems.append(list.problem(error.message))
      }
    }
  }

  /// Prints a note for each list with identifiers that nobody has: they are passed over.
  func noteStrangers(_ timeline: Timeline) {
    for (name, identifiers) in people.sorted(by: { $0.key < $1.key }) {
      let strangers = identifiers.filter { timeline.person(named: $0) == nil }
      guard let first = strangers.first else { continue }
      let verb = strangers.count == 1 ? "belongs" : "belong"
      Terminal.standardError.printNote(
        "list \(name): \(NumberText.grouped(strangers.count)) of "
          + "\(NumberText.grouped(identifiers.count)) identifiers \(verb) to nobody in these "
          + "events (first: \(first.quoted))")
    }
  }
}
