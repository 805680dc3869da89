import StarlingColumns

/// How a table is going to be read: the mapping with everything found out that it left open.
/// Printed before the work starts, so that a wrong guess is seen and not discovered.
package struct CSVPlan: Hashable, Sendable {
  /// A column and what becomes of it.
  package struct Column: Hashable, Sendable {
    /// Its name in the header.
    package var name: String
    /// What it is used for, in words: "person", "property price", "left out".
    package var role: String
    /// What its values are taken for.
    package var kind: ColumnKind
  }

  /// What the user said about the columns.
  package var mapping: CSVMapping
  /// How fields are told apart, found out where the mapping does not say.
  package var dialect: CSVDialect
  /// All columns of the first file, in order.
  package var columns: [Column]
  /// Records that the kinds were inferred from.
  package var sampledRecords: Int

  /// How chunks are to be cut.
  package var framing: RecordFraming { .table(dialect, hasHeader: mapping.header.isEmpty) }

  /// Plans the reading of a table.
  ///
  /// A column is of numbers or booleans when every value in the sample is one, else of text. What
  /// it is taken for holds for the whole import.
  ///
  /// - Parameters:
  ///   - sample: The beginning of the first file; see `InputSource.sample`.
  ///   - isWhole: Whether the file ends with the sample; see `InputSource.hasWholeSample`.
  ///   - place: The name of the file, for messages.
  /// - Throws: `CollectError.badMapping` when the mapping names columns that are not there.
  package init(
    mapping: CSVMapping, sample: [UInt8], isWhole: Bool, place: String
  ) throws(CollectError) {
    self.mapping = mapping
    let bytes = sample.span
    dialect = mapping.dialect ?? Self.sniff(bytes)
    var start = 0
    var names = mapping.header
    if names.isEmpty {
      guard let header = CSVHeader(bytes, dialect: dialect, recordBytesMax: Limits.lineBytesMax)
      else { throw CSVHeader.unreadable(place: place, recordBytesMax: Limits.lineBytesMax) }
      (names, start) = (header.names, header.next)
    }
    try CSVRoles.check(mapping, names: names, place: place)
    var kinds = [ColumnKind](repeating: .unknown, count: names.count)
    sampledRecords = Self.infer(
      bytes, from: start, isWhole: isWhole, dialect, mapping.absent, &kinds)
    columns = []
    for (index, name) in names.enumerated() {
      let kind = mapping.kind(of: name) ?? kinds[index]
      columns.append(Column(name: name, role: CSVRoles.role(of: name, in: mapping), kind: kind))
    }
  }

  /// The kind of a column by name; columns that the first file does not have are `unknown`.
  func kind(of name: String) -> ColumnKind {
    mapping.kind(of: name) ?? columns.first { $0.name == name }?.kind ?? .unknown
  }
}

extension CSVPlan: CustomStringConvertible {
  /// A table with a line for each column.
  package var description: String {
    let width = columns.map(\.name.count).max() ?? 0
    let head = "delimiter \(dialect.name), types from \(sampledRecords) records\n"
    return columns.reduce(into: head) { text, column in
      let pad = String(repeating: " ", count: width - column.name.count)
      let kind =
        column.role.hasPrefix("property") || column.role.hasPrefix("trait")
        ? " (\(column.kind.label))" : ""
      text += "  \(column.name)\(pad)  \(column.role)\(kind)\n"
    }
  }
}
