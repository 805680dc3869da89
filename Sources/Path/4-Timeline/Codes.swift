import StarlingColumns

/// Codes of a column, as narrow as its largest code allows; callers switch once outside the loop.
package enum Codes: Sendable {
  case bytes([UInt8])
  case shorts([UInt16])
  case words([UInt32])

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
    }
  }

  /// Number of rows.
  package var count: Int {
    switch self {
    case .bytes(let codes): codes.count
    case .shorts(let codes): codes.count
    case .words(let codes): codes.count
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

  /// A view of codes, good while their owner holds them unchanged.
  package init(_ codes: Codes) {
    switch codes {
    case .bytes(let codes): self = .bytes(ArrayView(codes))
    case .shorts(let codes): self = .shorts(ArrayView(codes))
    case .words(let codes): self = .words(ArrayView(codes))
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
    }
  }

  /// Has the processor fetch the code of a row, to be read soon.
  @inlinable
  public func prefetch(_ row: Int) {
    switch self {
    case .none: break
    case .bytes(let codes): codes.prefetch(row)
    case .shorts(let codes): codes.prefetch(row)
    case .words(let codes): codes.prefetch(row)
    }
  }
}
