import Synchronization

/// A column that grows at its end while copies of it stay as they are: they share its memory, and
/// whoever has one may read it beside the one who appends.
///
/// An array that somebody else holds is copied whole at the next append. Here a copy reads its own
/// elements only, so that those behind them may be written: the first who appends to a state takes
/// the place behind it, another one gets memory of its own.
@safe
public struct SharedColumn<Element: BitwiseCopyable & Sendable>: Sendable {
  @usableFromInline
  var block: SharedBlock<Element>
  @usableFromInline
  var total: Int

  /// Number of elements.
  @inlinable public var count: Int { total }

  /// An empty column.
  public init() {
    block = SharedBlock(capacity: 0)
    total = 0
  }

  /// A column of the elements of an array.
  public init(_ array: [Element]) {
    block = SharedBlock(capacity: array.count)
    total = 0
    append(count: array.count) { output in
      for element in array { output.append(element) }
    }
  }

  /// Memory of the column, which copies share until they grow apart. Unit: bytes.
  public var byteCount: Int { block.capacity * MemoryLayout<Element>.stride }

  /// The element at an index, which is checked.
  @inlinable
  public subscript(index: Int) -> Element {
    @inline(__always) get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index outside of the column")
      // Safe: checked above; the first `count` elements are initialised.
      return unsafe block.base[index]
    }
  }

  /// The elements as an array.
  public var array: [Element] {
    // Safe: the first `count` elements are initialised, and nobody writes them meanwhile.
    unsafe Array(UnsafeBufferPointer(start: block.base, count: count))
  }

  /// Adds exactly so many elements at the end.
  ///
  /// - Complexity: O(elements added), amortised; O(count) when another copy grew before.
  @inlinable
  @inline(__always)
  public mutating func append(count added: Int, _ write: (inout OutputSpan<Element>) -> Void) {
    if count + added > block.capacity || !block.take(added, behind: count) {
      grow(by: added)
    }
    // Safe: the place behind `count` has room and was taken for this append alone.
    let room = unsafe UnsafeMutableBufferPointer(
      start: block.base + count, count: added)
    var output = unsafe OutputSpan(buffer: room, initializedCount: 0)
    write(&output)
    let written = unsafe output.finalize(for: room)
    precondition(written == added, "another number of elements than was said")
    total &+= added
  }

  /// Replaces an element.
  ///
  /// - Complexity: O(1), or O(count) while there are copies.
  public mutating func set(_ index: Int, to element: Element) {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "index outside of the column")
    if !isKnownUniquelyReferenced(&block) { grow(by: 0) }
    // Safe: checked above; nobody else has the block.
    unsafe block.base[index] = element
  }

  /// Moves to a block of its own with room for more, which is taken.
  @usableFromInline
  mutating func grow(by added: Int) {
    let needed = count + added
    let larger = SharedBlock<Element>(
      capacity: needed <= block.capacity
        ? block.capacity : max(16, needed + needed / 2))
    // Safe: the first `count` elements are initialised, and there is room for them.
    unsafe larger.base.initialize(from: block.base, count: count)
    _ = larger.take(needed, behind: 0)
    block = larger
  }
}

/// The memory of columns that share it.
@safe
@usableFromInline
final class SharedBlock<Element: BitwiseCopyable & Sendable>: Sendable {
  /// The first `used` are initialised or about to be.
  // Safe between threads: the elements of a copy are never written while another one may read them,
  // and the place behind them is taken by an atomic exchange.
  @usableFromInline
  nonisolated(unsafe) let base: UnsafeMutablePointer<Element>
  /// Number of elements that there is room for.
  @usableFromInline
  let capacity: Int
  /// Number of elements that belong to some copy.
  private let used = Atomic<Int>(0)

  init(capacity: Int) {
    self.capacity = capacity
    // Safe: elements are read only after they were initialised; freed in deinit.
    unsafe base = .allocate(capacity: capacity)
  }

  deinit {
    // Safe: nobody has the block any more, and trivial elements need no end.
    unsafe base.deallocate()
  }

  /// Takes the place behind so many elements; `false` when another copy has it.
  @usableFromInline
  func take(_ added: Int, behind count: Int) -> Bool {
    used.compareExchange(
      expected: count, desired: count + added, ordering: .relaxed
    ).exchanged
  }
}
