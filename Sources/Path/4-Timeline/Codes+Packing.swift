import StarlingColumns

extension Codes {
  private static let byteForm: Int64 = 1
  private static let shortForm: Int64 = 2
  private static let wordForm: Int64 = 4
  private static let sparseForm: Int64 = 8

  /// Adds the codes to a pack: their form, the column, and for sparse ones the number of rows.
  func pack(into packer: inout ColumnPacker) {
    switch self {
    case .bytes(let codes):
      packer.put(Self.byteForm)
      packer.put(codes)
    case .shorts(let codes):
      packer.put(Self.shortForm)
      packer.put(codes)
    case .words(let codes):
      packer.put(Self.wordForm)
      packer.put(codes)
    case .sparse(let entries, let rows):
      packer.put(Self.sparseForm)
      packer.put(entries)
      packer.put(Int64(rows))
    }
  }

  /// The codes of so many rows that were packed.
  init(unpacking unpacker: inout ColumnUnpacker, rows: Int) throws(PackProblem) {
    switch try unpacker.number() {
    case Self.byteForm: self = .bytes(try unpacker.array())
    case Self.shortForm: self = .shorts(try unpacker.array())
    case Self.wordForm: self = .words(try unpacker.array())
    case Self.sparseForm:
      let entries = try unpacker.array(of: UInt64.self)
      self = .sparse(entries, rows: try unpacker.count())
    case let form: throw unpacker.problem("codes in the form \(form)")
    }
    if count != rows { throw unpacker.problem("\(count) codes of \(rows) rows") }
  }
}
