import StarlingColumns

/// What is kept about one person, by index; turning to the next person forgets all at once.
struct PersonMemory<Entry: BitwiseCopyable> {
  private struct Slot: BitwiseCopyable {
    /// The person that the entry is about, as counted by `begin`.
    var person: UInt32
    var entry: Entry
  }

  private let blank: Slot
  private var person: UInt32 = 0
  private var memory: Scratch<Slot>
  private var slots: ScratchView<Slot>

  /// Without room yet.
  ///
  /// - Parameter blank: What memory is filled with; never given out.
  init(blank: Entry) {
    self.blank = Slot(person: 0, entry: blank)
    memory = Scratch(count: 0, repeating: self.blank)
    slots = memory.view
  }

  /// Begins with another person, or the same from the start; makes room for so many entries.
  mutating func begin(count: Int) {
    person &+= 1
    if slots.count >= count && person != 0 { return }
    memory = Scratch(count: count + count / 4, repeating: blank)
    slots = memory.view
    person = 1
  }

  /// What is kept about the person; `nil` when nothing is yet.
  @inline(__always)
  subscript(index: Int) -> Entry? {
    let slot = slots[index]
    return slot.person == person ? slot.entry : nil
  }

  /// Keeps an entry.
  @inline(__always)
  func note(_ index: Int, _ entry: Entry) { slots[index] = Slot(person: person, entry: entry) }
}
