/// A growing row of values for builders: an array without the question, at each append, whether it
/// is shared.
///
/// That question (`isUniquelyReferenced`, about 9 ns) was asked 22 times for an imported event and
/// took a tenth of the import. Memory is kept when the values are taken, for the next batch.
@safe struct GrowableColumn<Element>: ~Copyable {
  // Safe: owned by this value, which cannot be copied; the first `count` elements are initialised,
  // and every access below is checked against `count` or `capacity`.
  private var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  /// An empty column.
  init() {
    capacity = 16
    unsafe base = .allocate(capacity: capacity)
  }

  deinit {
    unsafe base.deinitialize(count: count)
    unsafe base.deallocate()
  }

  /// The value at `index`.
  subscript(index: Int) -> Element {
    @inline(__always) get {
      precondition(index >= 0 && index < count, "\(index) of \(count)")
      return unsafe base[index]
    }
    @inline(__always) _modify {
      precondition(index >= 0 && index < count, "\(index) of \(count)")
      yield unsafe &base[index]
    }
  }

  /// The last value; `nil` in an empty column.
  var last: Element? {
    @inline(__always) get { count == 0 ? nil : unsafe base[count &- 1] }
  }

  /// Adds a value at the end.
  @inline(__always)
  mutating func append(_ value: Element) {
    if count == capacity { grow(to: count &+ 1) }
    unsafe (base + count).initialize(to: value)
    count &+= 1
  }

  /// Removes values from the end until `newCount` are left.
  mutating func truncate(to newCount: Int) {
    precondition(newCount >= 0 && newCount <= count, "\(newCount) of \(count)")
    unsafe (base + newCount).deinitialize(count: count - newCount)
    count = newCount
  }

  /// Removes the value at `index` and closes the gap.
  mutating func remove(at index: Int) {
    precondition(index >= 0 && index < count, "\(index) of \(count)")
    unsafe (base + index).deinitialize(count: 1)
    unsafe (base + index).moveInitialize(from: base + index + 1, count: count - index - 1)
    count -= 1
  }

  /// The values as an array; the column is empty afterwards.
  mutating func takeArray() -> [Element] {
    let taken = unsafe [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      if let start = buffer.baseAddress {
        unsafe start.moveInitialize(from: base, count: count)
      }
      filled = count
    }
    count = 0
    return taken
  }

  private mutating func grow(to needed: Int) {
    let larger = max(needed, capacity * 2)
    let moved = UnsafeMutablePointer<Element>.allocate(capacity: larger)
    unsafe moved.moveInitialize(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = moved
    capacity = larger
  }
}

extension GrowableColumn where Element == UInt8 {
  /// Adds the bytes of a span.
  mutating func append(copying span: Span<UInt8>) {
    let added = span.count
    if capacity - count < added { grow(to: count + added) }
    // Safe: there is room for `added` elements behind the first `count`.
    unsafe span.withUnsafeBufferPointer { source in
      if let from = source.baseAddress {
        unsafe (base + count).initialize(from: from, count: added)
      }
    }
    count += added
  }
}
