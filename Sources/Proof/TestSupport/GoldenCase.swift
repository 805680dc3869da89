import Foundation

/// One case of a golden file: an input and the text that must come out.
///
/// A `.case` file holds cases of this form, with comments (`//`) before the first:
///
///     ### title
///     input, any number of lines
///     --->
///     expected output, up to the next ###
///
/// With `STARLING_RECORD=1` in the environment the output that comes out is written to the file, to
/// be read before it is committed.
package struct GoldenCase: Sendable, CustomStringConvertible {
  /// Where the case stands.
  package var file: URL
  /// What the case shows.
  package var title: String
  /// The lines between title and arrow.
  package var input: String
  /// The lines behind the arrow.
  package var expected: String

  /// File and title, for messages.
  package var description: String { "\(file.lastPathComponent): \(title)" }

  /// All cases of a folder below `Tests/Golden`, by file name and then in order.
  package static func all(in folder: String) -> [GoldenCase] {
    files(in: folder).flatMap { parse($0).cases }
  }

  /// Compares every case with what `produce` makes of its input, or records it.
  ///
  /// - Returns: One description for each case that differs.
  package static func differences(
    in folder: String, _ produce: (GoldenCase) -> String
  ) throws -> [String] {
    let isRecording = ProcessInfo.processInfo.environment["STARLING_RECORD"] == "1"
    var differences: [String] = []
    for file in files(in: folder) {
      let (head, cases) = parse(file)
      var text = head
      for example in cases {
        let actual = trimmed(produce(example))
        text += "### \(example.title)\n\(example.input)\n--->\n\(actual)\n\n"
        if actual != example.expected {
          differences.append("\(example)\nexpected:\n\(example.expected)\ncame out:\n\(actual)")
        }
      }
      if isRecording {
        try (trimmed(text) + "\n").write(to: file, atomically: true, encoding: .utf8)
      }
    }
    return isRecording ? [] : differences
  }

  private static func files(in folder: String) -> [URL] {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let path = repository.appending(path: "Tests/Golden/\(folder)")
    let found = try? FileManager.default.contentsOfDirectory(
      at: path, includingPropertiesForKeys: nil)
    return (found ?? []).filter { $0.pathExtension == "case" }.sorted { $0.path < $1.path }
  }

  private static func parse(_ file: URL) -> (head: String, cases: [GoldenCase]) {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return ("", []) }
    var head = ""
    var cases: [GoldenCase] = []
    var isExpected = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("### ") {
        cases.append(
          GoldenCase(file: file, title: String(line.dropFirst(4)), input: "", expected: ""))
        isExpected = false
      } else if cases.isEmpty {
        head += line + "\n"
      } else if line == "--->" {
        isExpected = true
      } else if isExpected {
        cases[cases.count - 1].expected += line + "\n"
      } else {
        cases[cases.count - 1].input += (cases[cases.count - 1].input.isEmpty ? "" : "\n") + line
      }
    }
    for index in cases.indices {
      cases[index].input = trimmed(cases[index].input)
      cases[index].expected = trimmed(cases[index].expected)
    }
    return (trimmed(head) + "\n\n", cases)
  }

  private static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: CharacterSet(charactersIn: "\n"))
  }
}
