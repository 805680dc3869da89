import CPrefetch

/// Memory for short-lived results at a fixed place, written through trivial views.
///
/// An array that is written element by element is asked each time whether somebody else holds it;
/// in loops over all people that costs more than the writing (docs/decisions/0003).
@safe
public final class Scratch<Element: BitwiseCopyable> {
  @usableFromInline
  let elements: UnsafeMutableBufferPointer<Element>

  /// Room for `count` elements, all set to `value`.
  @inlinable
  public init(count: Int, repeating value: Element) {
    // Safe: initialised before anybody reads it, freed in deinit.
    unsafe elements = .allocate(capacity: count)
    unsafe elements.initialize(repeating: value)
  }

  /// Room for as many elements as an array has, set to them.
  @inlinable
  public init(copying array: [Element]) {
    // Safe: all elements are initialised from the array, which is as long; freed in deinit.
    unsafe elements = .allocate(capacity: array.count)
    _ = unsafe elements.initialize(from: array)
  }

  @inlinable
  deinit {
    // Safe: views are used only while the scratch is held.
    unsafe elements.deallocate()
  }

  /// A view that reads and writes, good while the scratch is held.
  @inlinable public var view: ScratchView<Element> { unsafe ScratchView(elements) }
}

/// A trivial view of a `Scratch` that somebody holds.
@safe
public struct ScratchView<Element: BitwiseCopyable>: BitwiseCopyable {
  @usableFromInline
  let base: UnsafeMutablePointer<Element>?
  /// Number of elements.
  public let count: Int

  @inlinable
  init(_ elements: UnsafeMutableBufferPointer<Element>) {
    // Safe: the memory does not move and outlives the view by contract.
    unsafe base = elements.baseAddress
    count = elements.count
  }

  /// The element at an index, which is checked.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always) get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index outside of scratch")
      // Safe: checked above.
      return unsafe base.unsafelyUnwrapped[index]
    }
    @inline(__always) nonmutating set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index outside of scratch")
      // Safe: checked above.
      unsafe base.unsafelyUnwrapped[index] = newValue
    }
  }

  /// Has the processor fetch the lines of memory of some elements, to be used soon.
  @inlinable
  public func prefetch(_ elements: Range<Int>) {
    if elements.lowerBound < 0 || elements.upperBound > count { return }
    let stride = max(1, 64 / MemoryLayout<Element>.stride)
    for index in Swift.stride(from: elements.lowerBound, to: elements.upperBound, by: stride) {
      // Safe: the range was checked, and fetching reads nothing into the program.
      unsafe starling_prefetch(base.unsafelyUnwrapped.advanced(by: index))
    }
    if elements.isEmpty { return }
    // The last one may lie in a line of its own. Safe as above.
    unsafe starling_prefetch(base.unsafelyUnwrapped.advanced(by: elements.upperBound - 1))
  }
}
