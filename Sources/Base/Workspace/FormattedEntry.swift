/// A key of a workspace file with its value, ready to be written.
struct FormattedEntry {
  /// 0 for the keys of the file, 1 for those inside, 2 for those of a segment.
  var depth: Int
  /// Where the key stands in the source, which tells the comments that belong to it.
  var start: Int
  /// The lines without the indentation of the first; the others carry theirs.
  var lines: [String]
  /// Whether it is a section that gets an empty line before it.
  var isSection = false

  /// Blanks before the first line.
  var indent: Int { depth * 2 }
}
