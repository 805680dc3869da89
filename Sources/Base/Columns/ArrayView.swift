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
