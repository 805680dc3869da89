import CPrefetch

/// A read-only view of an array, without the reference counting of a copy.
///
/// Evaluation reads many small columns per person; retaining and releasing each would cost more
/// than the reading (docs/decisions/0003). A view is trivial: copying it costs two words. Whoever
/// holds a view also holds the array it was made from, so that its elements stay where they are:
/// arrays that are referenced twice are never changed in place.
@safe
public struct ArrayView<Element: BitwiseCopyable>: BitwiseCopyable, @unchecked Sendable {
  // Sendable because the elements are only read while the owner keeps them unchanged.
  @usableFromInline
  let base: UnsafePointer<Element>?
  /// Number of elements.
  public let count: Int

  /// A view of nothing.
  @inlinable
  public init() {
    unsafe base = nil
    count = 0
  }

  /// A view of elements that somebody holds.
  @inlinable
  init(_ base: UnsafePointer<Element>, _ count: Int) {
    // Safe: whoever made the address keeps the elements there.
    unsafe self.base = base
    self.count = count
  }

  /// A view of `array`, good for as long as its owner holds that very array.
  @inlinable
  public init(_ array: [Element]) {
    // Safe: native arrays keep their elements in place while they are referenced and unchanged,
    // which the owner of the view guarantees.
    unsafe base = array.withUnsafeBufferPointer { $0.baseAddress }
    count = array.count
  }

  /// The element at an index, which is checked.
  ///
  /// Its address is given instead of a copy, so that reading one field of a large element reads
  /// nothing else.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always)
    unsafeAddress {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index outside of the view")
      // Safe: the index was checked against the count of the array that the owner holds.
      return unsafe base.unsafelyUnwrapped.advanced(by: index)
    }
  }

  /// Has the processor fetch an element's line of memory, to be read soon; nothing without one.
  @inlinable
  public func prefetch(_ index: Int) {
    if UInt(bitPattern: index) >= UInt(bitPattern: count) { return }
    // Safe: the index was checked, and fetching reads nothing into the program.
    unsafe starling_prefetch(base.unsafelyUnwrapped.advanced(by: index))
  }
}

extension ArrayView<UInt32> {
  /// Calls `body` with the index of each element of a range that has a value, ascending.
  ///
  /// Elements are compared sixteen at a time, without asking which: mostly it is none.
  @inlinable
  @inline(__always)
  public func forEachIndex(of value: UInt32, in range: Range<Int>, _ body: (Int) -> Void) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside of the view")
    var index = range.lowerBound
    while index &+ 16 <= range.upperBound {
      var found: UInt32 = 0
      for offset in 0..<16 {
        // Safe: the range was checked against the count.
        found &+= unsafe base.unsafelyUnwrapped[index &+ offset] == value ? 1 : 0
      }
      if found != 0 {
        for place in index..<index &+ 16 where self[place] == value { body(place) }
      }
      index &+= 16
    }
    while index < range.upperBound {
      if self[index] == value { body(index) }
      index &+= 1
    }
  }
}
