/// Bits that change while views of them are in use, at a fixed place in memory.
@safe
public final class BitBuffer {
  @usableFromInline
  let words: UnsafeMutableBufferPointer<UInt64>

  fileprivate let wordCount: Int

  /// So many bits, all clear.
  public init(count: Int) {
    // Safe: freed in deinit, initialised before anybody reads it.
    wordCount = Bits.words(count)
    unsafe words = .allocate(capacity: wordCount)
    unsafe words.initialize(repeating: 0)
  }

  deinit {
    // Safe: views are used only while the buffer is held.
    unsafe words.deallocate()
  }

  /// Number of bits that there is room for.
  public var capacity: Int { wordCount * 64 }

  /// Flips a bit.
  public func flip(_ index: Int) {
    precondition(index >> 6 < wordCount, "bit \(index) of \(wordCount * 64)")
    // Safe: checked above.
    unsafe words[index >> 6] ^= 1 << UInt64(index & 63)
  }

  /// Flips the bits of a word that are set in `bits`.
  public func flip(_ bits: UInt64, inWord word: Int) {
    precondition(UInt(bitPattern: word) < UInt(bitPattern: wordCount), "word outside of the bits")
    // Safe: checked above.
    unsafe words[word] ^= bits
  }

  /// Whether a bit is set.
  public func contains(_ index: Int) -> Bool { view.contains(index) }

  /// A view of the bits, good while the buffer is held.
  public var view: BitView { BitView(self) }
}

/// A trivial view of the bits of a `BitBuffer` that somebody holds.
@safe
public struct BitView: BitwiseCopyable {
  @usableFromInline
  let base: UnsafePointer<UInt64>?
  @usableFromInline
  let wordCount: Int

  fileprivate init(_ buffer: BitBuffer) {
    // Safe: the buffer's memory does not move and outlives the view by contract.
    unsafe base = UnsafePointer(buffer.words.baseAddress)
    wordCount = buffer.wordCount
  }

  /// Whether a bit is set.
  @inlinable
  public func contains(_ index: Int) -> Bool {
    precondition(UInt(bitPattern: index &>> 6) < UInt(bitPattern: wordCount), "bit outside")
    // Safe: checked above.
    return unsafe base.unsafelyUnwrapped[index &>> 6] &>> UInt64(index & 63) & 1 == 1
  }
}
