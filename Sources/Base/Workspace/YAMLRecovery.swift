import StarlingLanguage

/// Reads what can be read of a text that is not YAML.
///
/// 1. The lines are split into the keys of the file and, where a key cannot be read, into the
///    entries of its mapping (`YAMLEntry`). Each is read alone, so that a quote that is not closed
///    in one says nothing about the next.
/// 2. What cannot be read is reported once and turned into comments; places stay as they are.
/// 3. What can be read alone but not together differs in indentation: one problem is reported, and
///    the entries whose indentation is not the usual one are left out.
///
/// Entries of entries are not looked at: a segment is left out as a whole.
struct YAMLRecovery {
  private let source: SourceText
  /// The text, with comments where something was left out.
  private var bytes: [UInt8]
  private var problems: [Diagnostic] = []
  private var leftOut: [SourceRange] = []

  private init(_ source: SourceText) {
    self.source = source
    bytes = Array(source.text.utf8)
  }

  /// Reads a text again of which `broken` says that it cannot be read.
  static func read(_ source: SourceText, _ broken: YAMLReading) -> YAMLReading {
    let entries = YAMLEntry.outermost(in: source)
    if entries.isEmpty { return broken }
    var recovery = YAMLRecovery(source)
    recovery.mend(entries, of: SourceRange(0, source.byteCount), isOutermost: true)
    let text = String(decoding: recovery.bytes, as: UTF8.self)
    var reading = YAMLDocument.parse(SourceText(name: source.name, text: text))
    reading.problems += recovery.problems
    reading.leftOut = recovery.leftOut
    return reading
  }

  private mutating func mend(_ entries: [YAMLEntry], of range: SourceRange, isOutermost: Bool) {
    for entry in entries {
      guard let problem = problem(in: entry.range) else { continue }
      let inner = isOutermost ? entry.inner(in: source) : []
      if inner.isEmpty {
        problems.append(problem)
        leaveOut(entry.range)
      } else {
        mend(inner, of: entry.range, isOutermost: false)
      }
    }
    guard let problem = problem(in: range) else { return }
    problems.append(problem)
    let usual = Self.usualIndent(entries)
    for entry in entries where entry.indent != usual { leaveOut(entry.range) }
    if self.problem(in: range) != nil { leaveOut(range) }
  }

  private static func usualIndent(_ entries: [YAMLEntry]) -> Int {
    let counts = Dictionary(grouping: entries, by: \.indent).mapValues(\.count)
    // Of two that are as frequent the smaller one: a stray blank is likelier than a missing one.
    return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
  }

  /// Why a part of the text cannot be read on its own; nil when it can.
  private func problem(in range: SourceRange) -> Diagnostic? {
    let part = String(decoding: bytes[range.start..<range.end], as: UTF8.self)
    let reading = YAMLDocument.parse(SourceText(name: "", text: part))
    guard reading.isBroken, var problem = reading.problems.first else { return nil }
    problem.range = SourceRange(problem.range.start + range.start, problem.range.end + range.start)
    return problem
  }

  /// Turns the lines of a part into comments of the same length.
  private mutating func leaveOut(_ range: SourceRange) {
    leftOut.append(range)
    var isLineStart = true
    for index in range.start..<range.end {
      let isLineEnd = bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: "\r")
      if !isLineEnd { bytes[index] = UInt8(ascii: isLineStart ? "#" : " ") }
      isLineStart = bytes[index] == UInt8(ascii: "\n")
    }
  }
}
