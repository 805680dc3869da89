import CPrefetch

/// A stretch of memory for lists of several widths, written and read through a trivial view.
///
/// Each place must be read with the width that it was written with.
@safe
public final class WordBlock {
  fileprivate let memory: UnsafeMutableRawPointer
  /// Number of words of 64 bits.
  public let count: Int

  /// So many words, all 0.
  public init(count: Int) {
    self.count = count
    // Safe: initialised before anybody reads it, freed in deinit.
    unsafe memory = .allocate(byteCount: count * 8, alignment: 8)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: count * 8)
  }

  deinit {
    // Safe: views are used only while the block is held.
    unsafe memory.deallocate()
  }

  /// A view that reads and writes, good while the block is held.
  public var view: WordView { WordView(self) }
}

/// A trivial view of a `WordBlock` that somebody holds. Places are counted in words of 64 bits,
/// those of 32-bit numbers in halves of them.
@safe
public struct WordView: BitwiseCopyable {
  private let memory: UnsafeMutableRawPointer?
  /// Number of words.
  public let count: Int

  /// A view of nothing.
  public init() {
    unsafe memory = nil
    count = 0
  }

  fileprivate init(_ block: WordBlock) {
    // Safe: the memory does not move and outlives the view by contract.
    unsafe memory = block.memory
    count = block.count
  }

  /// The address of some bytes, all of which lie in the block.
  @inline(__always)
  private func address(_ byte: Int, _ bytes: Int) -> UnsafeMutableRawPointer {
    precondition(
      byte >= 0 && bytes >= 0 && byte &+ bytes <= count &* 8, "place outside of the block")
    // Safe: checked above; a block with room for these bytes has memory.
    return unsafe memory.unsafelyUnwrapped + byte
  }

  /// Has the processor fetch the line of memory of a word, to be used soon; nothing without one.
  @inline(__always)
  public func prefetch(_ word: Int) {
    if word < 0 || word >= count { return }
    // Safe: the word was checked, and fetching reads nothing into the program.
    unsafe starling_prefetch(memory.unsafelyUnwrapped + word &* 8)
  }

  /// The 64-bit number in a word.
  @inline(__always)
  public func int64(_ word: Int) -> Int64 {
    // Safe: the address is checked and aligned.
    unsafe address(word &* 8, 8).load(as: Int64.self)
  }

  /// Writes a 64-bit number.
  @inline(__always)
  public func set(_ word: Int, to value: Int64) {
    // Safe: the address is checked.
    unsafe address(word &* 8, 8).storeBytes(of: value, as: Int64.self)
  }

  /// The 32-bit number in half a word.
  @inline(__always)
  public func uint32(_ half: Int) -> UInt32 {
    // Safe: the address is checked and aligned.
    unsafe address(half &* 4, 4).load(as: UInt32.self)
  }

  /// Writes a 32-bit number.
  @inline(__always)
  public func set(half: Int, to value: UInt32) {
    // Safe: the address is checked.
    unsafe address(half &* 4, 4).storeBytes(of: value, as: UInt32.self)
  }

  /// A list of 64-bit numbers, good while nothing moves.
  @inline(__always)
  public func int64s(_ word: Int, count: Int) -> ArrayView<Int64> {
    // Safe: the list lies in the block, whose owner the caller holds.
    unsafe ArrayView(
      UnsafePointer(address(word &* 8, count &* 8).assumingMemoryBound(to: Int64.self)), count)
  }

  /// A list of 32-bit numbers, good while nothing moves.
  @inline(__always)
  public func uint32s(_ half: Int, count: Int) -> ArrayView<UInt32> {
    // Safe: the list lies in the block, whose owner the caller holds.
    unsafe ArrayView(
      UnsafePointer(address(half &* 4, count &* 4).assumingMemoryBound(to: UInt32.self)), count)
  }

  /// Writes a part of a list of 64-bit numbers.
  public func copy(_ list: ArrayView<Int64>, _ range: Range<Int>, to word: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= list.count, "outside of the list")
    guard let base = unsafe list.base else { return }
    // Safe: both ends are checked, and the list is no part of this block.
    unsafe address(word &* 8, range.count &* 8).copyMemory(
      from: base + range.lowerBound, byteCount: range.count &* 8)
  }

  /// Writes words of another block.
  public func copy(_ other: WordView, _ words: Range<Int>, to word: Int) {
    if words.isEmpty { return }
    // Safe: both ends are checked; within one block they may overlap.
    unsafe address(word &* 8, words.count &* 8).copyMemory(
      from: other.address(words.lowerBound &* 8, words.count &* 8), byteCount: words.count &* 8)
  }
}
