import StarlingColumns

/// Codes of a column, as narrow as its largest code allows; callers switch once outside the loop.
///
/// A column that few rows have lists those alone: properties with names of their own (an id as a
/// key) would otherwise take rows times names.
package enum Codes: Sendable {
  case bytes([UInt8])
  case shorts([UInt16])
  case words([UInt32])
  /// Row * 2^32 + code of the rows that have one, ascending, out of so many rows.
  case sparse([UInt64], rows: Int)

  /// A column is sparse when at most one row in so many has a value: it then takes less than half
  /// of the bytes.
  private static let sparseShare = 16

  /// Packs the codes of the rows that have one, out of so many.
  ///
  /// - Parameter entries: Row * 2^32 + code, ascending by row; of a row's entries the last counts.
  package init(_ entries: Span<UInt64>, rows: Int) {
    if entries.count * Self.sparseShare <= rows {
      var kept: [UInt64] = []
      kept.reserveCapacity(entries.count)
      for index in entries.indices {
        if let last = kept.last, last &>> 32 == entries[index] &>> 32 { kept.removeLast() }
        kept.append(entries[index])
      }
      self = .sparse(kept, rows: rows)
      return
    }
    var codes = [UInt32](repeating: 0, count: rows)
    var output = codes.mutableSpan
    var index = 0
    while index < entries.count {
      let entry = entries[index]
      output[Int(truncatingIfNeeded: entry &>> 32)] = UInt32(truncatingIfNeeded: entry)
      index &+= 1
    }
    self.init(packing: codes.span)
  }

  /// Packs codes into the narrowest form that holds them all.
  package init(packing codes: Span<UInt32>) {
    var largest: UInt32 = 0
    var index = 0
    while index < codes.count {
      largest = max(largest, codes[index])
      index &+= 1
    }
    if largest <= UInt8.max {
      self = .bytes(Self.narrowed(codes))
    } else if largest <= UInt16.max {
      self = .shorts(Self.narrowed(codes))
    } else {
      self = .words(Self.narrowed(codes))
    }
  }

  @inline(__always)
  private static func narrowed<Code: FixedWidthInteger>(_ codes: Span<UInt32>) -> [Code] {
    var narrow = [Code](repeating: 0, count: codes.count)
    var output = narrow.mutableSpan
    var index = 0
    while index < codes.count {
      output[index] = Code(truncatingIfNeeded: codes[index])
      index &+= 1
    }
    return narrow
  }

  /// The code of a row.
  package subscript(row: Int) -> UInt32 {
    switch self {
    case .bytes(let codes): UInt32(codes[row])
    case .shorts(let codes): UInt32(codes[row])
    case .words(let codes): codes[row]
    case .sparse(let entries, _): SparseCodes.code(ArrayView(entries), row)
    }
  }

  /// Number of rows.
  package var count: Int {
    switch self {
    case .bytes(let codes): codes.count
    case .shorts(let codes): codes.count
    case .words(let codes): codes.count
    case .sparse(_, let rows): rows
    }
  }
}

/// A trivial view of `Codes` that somebody holds.
public enum CodesView: BitwiseCopyable, Sendable {
  /// A column that does not exist: every row is absent.
  case none
  case bytes(ArrayView<UInt8>)
  case shorts(ArrayView<UInt16>)
  case words(ArrayView<UInt32>)
  /// As in `Codes`.
  case sparse(ArrayView<UInt64>)

  /// A view of codes, good while their owner holds them unchanged.
  package init(_ codes: Codes) {
    switch codes {
    case .bytes(let codes): self = .bytes(ArrayView(codes))
    case .shorts(let codes): self = .shorts(ArrayView(codes))
    case .words(let codes): self = .words(ArrayView(codes))
    case .sparse(let entries, _): self = .sparse(ArrayView(entries))
    }
  }

  /// Whether some row may have a value.
  public var exists: Bool {
    if case .none = self { false } else { true }
  }

  /// The code of a row.
  @inlinable
  public subscript(row: Int) -> UInt32 {
    switch self {
    case .none: 0
    case .bytes(let codes): UInt32(codes[row])
    case .shorts(let codes): UInt32(codes[row])
    case .words(let codes): codes[row]
    case .sparse(let entries): SparseCodes.code(entries, row)
    }
  }

  /// Has the processor fetch the code of a row, to be read soon.
  @inlinable
  public func prefetch(_ row: Int) {
    switch self {
    case .none, .sparse: break
    case .bytes(let codes): codes.prefetch(row)
    case .shorts(let codes): codes.prefetch(row)
    case .words(let codes): codes.prefetch(row)
    }
  }
}

/// Entries of sparse codes, searched.
@usableFromInline
enum SparseCodes {
  /// The code of a row; 0 when it has none.
  @usableFromInline
  static func code(_ entries: ArrayView<UInt64>, _ row: Int) -> UInt32 {
    let wanted = UInt64(row) &<< 32
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low &+ high) &>> 1
      if entries[middle] < wanted { low = middle &+ 1 } else { high = middle }
    }
    if low == entries.count || entries[low] &>> 32 != UInt64(row) { return 0 }
    return UInt32(truncatingIfNeeded: entries[low])
  }
}
