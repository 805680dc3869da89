/// Bits that change while views of them are in use, at a fixed place in memory.
@safe
package final class BitBuffer {
  @usableFromInline
  let words: UnsafeMutableBufferPointer<UInt64>

  /// So many bits, all clear.
  package init(count: Int) {
    // Safe: freed in deinit, initialised before anybody reads it.
    unsafe words = .allocate(capacity: Bits.words(count))
    unsafe words.initialize(repeating: 0)
  }

  deinit {
    // Safe: views are used only while the buffer is held.
    unsafe words.deallocate()
  }

  /// Flips a bit.
  package func flip(_ index: Int) {
    precondition(index >> 6 < words.count, "bit \(index) of \(words.count * 64)")
    // Safe: checked above.
    unsafe words[index >> 6] ^= 1 << UInt64(index & 63)
  }

  /// Whether a bit is set.
  package func contains(_ index: Int) -> Bool { view.contains(index) }

  /// A view of the bits, good while the buffer is held.
  package var view: BitView { BitView(self) }
}

/// A trivial view of the bits of a `BitBuffer` that somebody holds.
@safe
package struct BitView {
  @usableFromInline
  let base: UnsafePointer<UInt64>?
  @usableFromInline
  let wordCount: Int

  fileprivate init(_ buffer: BitBuffer) {
    // Safe: the buffer's memory does not move and outlives the view by contract.
    unsafe base = UnsafePointer(buffer.words.baseAddress)
    wordCount = buffer.words.count
  }

  /// Whether a bit is set.
  @inlinable
  package func contains(_ index: Int) -> Bool {
    precondition(UInt(bitPattern: index &>> 6) < UInt(bitPattern: wordCount), "bit outside")
    // Safe: checked above.
    return unsafe base.unsafelyUnwrapped[index &>> 6] &>> UInt64(index & 63) & 1 == 1
  }
}
