import StarlingColumns
import StarlingSegment
import StarlingTimeline

/// What is known of each person and segment: person by person, so that an event touches neighbours.
///
/// Memory: 24 bytes for each person and segment, and 24 for each person, in blocks of
/// `Tile.capacity` people that are made when somebody of them is first seen. Each person has a few
/// slots more than there are segments, so that a new segment mostly finds its place.
struct PersonStates {
  /// What is known of a person.
  struct Head: BitwiseCopyable {
    static let blank = Head(evaluated: .min, scheduled: .max, end: .max)
    /// Stands in copies for somebody who must be asked anew.
    static let leftOut = Head(evaluated: .min + 1, scheduled: .max, end: .max)

    /// The latest instant for which everything was evaluated; `.min` for somebody not yet seen.
    var evaluated: Int64
    /// The entry in the queue of deadlines; `.max` without one.
    var scheduled: Int64
    /// No answer ends before this instant.
    var end: Int64
  }

  /// What the answer of a segment waits for: all that most events are compared with.
  struct Wait: BitwiseCopyable {
    private static let memberBit: UInt32 = 1 << 31
    private static let watchedBit: UInt32 = 1 << 30
    private static let aloneBit: UInt32 = 1 << 29
    private static let watchedMask = aloneBit - 1

    /// See `Watch`; the top bit says whether the person is a member, the next one whether the node
    /// is true, the third one whether it decides alone.
    fileprivate(set) var node: UInt32
    /// See `Watch`.
    var patience: UInt32

    init(node: UInt32, patience: UInt32) {
      self.node = node
      self.patience = patience
    }

    init(_ answer: LastingAnswer, isMember: Bool, isAlone: Bool) {
      node =
        answer.watch.node | (isMember ? Self.memberBit : 0)
        | (answer.isWatchedTrue ? Self.watchedBit : 0) | (isAlone ? Self.aloneBit : 0)
      patience = answer.watch.patience
    }

    var isMember: Bool { node & Self.memberBit != 0 }
    var isWatchedTrue: Bool { node & Self.watchedBit != 0 }
    var isAlone: Bool { node & Self.aloneBit != 0 }
    var watched: UInt32 { node & Self.watchedMask }

    /// See `Slot.translated`.
    @inline(__always)
    fileprivate func translated(_ parts: borrowing [UInt32], root: Int) -> Wait {
      let part = parts[Int(watched)]
      if part != PlanTranslation.none {
        return Wait(node: node & ~Self.watchedMask | part, patience: patience)
      }
      return Wait(
        node: UInt32(root) | (isMember ? Self.memberBit | Self.watchedBit : 0),
        patience: patience == Watch.forever ? patience : 1)
    }
  }

  /// How long the answer of a segment holds, and held.
  struct Span: BitwiseCopyable {
    /// When the answer must be asked for again without an event. Unit: ms since 1970 UTC.
    var until: Int64
    /// Since when the person is a member or is not; `.min` = since before it was noted.
    var since: Int64
  }

  /// What is known of a person and a segment.
  struct Slot: BitwiseCopyable {
    static let blank = Slot(
      until: .max, since: .min, node: 0, patience: Watch.forever)

    /// Stands in `since` for the instant at which the segment came into force.
    static let sinceBegun = Int64.min + 1

    fileprivate var span: Span
    fileprivate(set) var wait: Wait

    init(until: Int64, since: Int64, node: UInt32, patience: UInt32) {
      self.init(
        span: Span(until: until, since: since), wait: Wait(node: node, patience: patience))
    }

    fileprivate init(span: Span, wait: Wait) {
      self.span = span
      self.wait = wait
    }

    /// What was found: `answer` is about the segment, or a part of it that decides.
    init(_ answer: LastingAnswer, until: Int64, since: Int64, isMember: Bool, isAlone: Bool) {
      self.init(
        span: Span(until: until, since: since),
        wait: Wait(answer, isMember: isMember, isAlone: isAlone))
    }

    /// See `Span`.
    var until: Int64 {
      get { span.until }
      set { span.until = newValue }
    }

    /// See `Span`.
    var since: Int64 {
      get { span.since }
      set { span.since = newValue }
    }

    /// The same answer, waiting for a part by its number in another plan; for any event that the
    /// root sees where the part has none there.
    ///
    /// - Parameters:
    ///   - parts: By part: its number in the other plan.
    ///   - root: The segment's root in the other plan.
    @inline(__always)
    func translated(_ parts: borrowing [UInt32], root: Int) -> Slot {
      Slot(span: span, wait: wait.translated(parts, root: root))
    }

    var node: UInt32 { wait.node }
    var patience: UInt32 { wait.patience }
    var isMember: Bool { wait.isMember }
    var isWatchedTrue: Bool { wait.isWatchedTrue }
    var isAlone: Bool { wait.isAlone }
    var watched: UInt32 { wait.watched }
  }

  private struct Block {
    let heads: Scratch<Head>
    // A person's slots, in two parts: an event reads the first of many and the second of few.
    let waits: Scratch<Wait>
    let spans: Scratch<Span>
  }

  /// Number of segments.
  private(set) var segments: Int
  /// Number of slots that each person has: those behind the segments are spare.
  let stride: Int
  private var blocks: [Block?] = []

  /// States of nobody.
  init(segments: Int) {
    self.segments = segments
    stride = Self.stride(for: segments)
  }

  /// Number of slots that each person has where there are so many segments.
  static func stride(for segments: Int) -> Int { segments + segments / 16 + 2 }

  /// Says how many of the slots are in use; what is in those that come into use was written there
  /// before.
  mutating func use(segments: Int) {
    precondition(segments <= stride, "\(segments) segments in \(stride) slots")
    self.segments = segments
  }

  /// Memory in use. Unit: bytes.
  var byteCount: Int {
    let each = MemoryLayout<Head>.stride + stride * MemoryLayout<Slot>.stride
    return blocks.count { $0 != nil } * Tile.capacity * each
  }

  /// Makes room for all people of a tile.
  private mutating func makeRoom(_ index: Int) -> Block {
    while blocks.count <= index { blocks.append(nil) }
    let block = Block(
      heads: Scratch(count: Tile.capacity, repeating: .blank),
      waits: Scratch(count: Tile.capacity * stride, repeating: Slot.blank.wait),
      spans: Scratch(count: Tile.capacity * stride, repeating: Slot.blank.span))
    blocks[index] = block
    return block
  }

  /// What is known of a person; makes room for it.
  mutating func view(of person: Int) -> PersonState {
    let index = person / Tile.capacity
    let block = index < blocks.count ? blocks[index] ?? makeRoom(index) : makeRoom(index)
    let row = person % Tile.capacity
    return view(of: row, block)
  }

  /// Has the processor fetch what an event of a person reads.
  func prefetch(_ person: Int) {
    let index = person / Tile.capacity
    guard index < blocks.count, let block = blocks[index] else { return }
    let row = person % Tile.capacity
    block.heads.view.prefetch(row..<row + 1)
    block.waits.view.prefetch(row * stride..<row * stride + segments)
  }

  private func view(of row: Int, _ block: Block) -> PersonState {
    PersonState(
      heads: block.heads.view, waits: block.waits.view, spans: block.spans.view, row: row,
      first: row * stride, segments: segments)
  }

  /// Notes what is known of the first people of a tile, of whom nothing was known before.
  ///
  /// - Parameters:
  ///   - heads: By person.
  ///   - slots: By person, then by segment, `stride` for each person.
  mutating func install(tile: Int, _ heads: [Head], _ slots: [Slot]) {
    let block = makeRoom(tile)
    let (headView, waitView, spanView) = (block.heads.view, block.waits.view, block.spans.view)
    for index in heads.indices { headView[index] = heads[index] }
    for index in slots.indices {
      waitView[index] = slots[index].wait
      spanView[index] = slots[index].span
    }
  }

  /// Number of tiles that there is room for.
  var tileCount: Int { blocks.count }

  /// Whether there is room for a tile's people.
  func hasRoom(_ tile: Int) -> Bool { tile < blocks.count && blocks[tile] != nil }

  /// Gives up the room of the last tile that has some.
  ///
  /// - Returns: Whether there was one.
  mutating func release() -> Bool { blocks.popLast() != nil }

  /// A copy of what is known of a tile's people.
  ///
  /// - Parameter isLeftOut: Whether somebody is to be asked anew, given by number.
  func copy(ofTile index: Int, leavingOut isLeftOut: (Int) -> Bool) -> StatesCopy {
    guard index < blocks.count, let block = blocks[index] else {
      return StatesCopy(heads: [], slots: [], segments: segments, stride: stride)
    }
    let (headView, waitView, spanView) = (block.heads.view, block.waits.view, block.spans.view)
    return StatesCopy(
      heads: (0..<Tile.capacity).map { row in
        isLeftOut(index * Tile.capacity + row) ? .leftOut : headView[row]
      },
      slots: (0..<waitView.count).map { Slot(span: spanView[$0], wait: waitView[$0]) },
      segments: segments, stride: stride)
  }

  /// What is known of a person; `nil` when nothing is.
  func known(_ person: Int) -> PersonState? {
    let index = person / Tile.capacity
    guard index < blocks.count, let block = blocks[index] else { return nil }
    let row = person % Tile.capacity
    let state = view(of: row, block)
    return state.head.evaluated == .min ? nil : state
  }
}

/// A view of what is known of one person, good while the states are held.
struct PersonState: BitwiseCopyable {
  fileprivate let heads: ScratchView<PersonStates.Head>
  fileprivate let waits: ScratchView<PersonStates.Wait>
  fileprivate let spans: ScratchView<PersonStates.Span>
  fileprivate let row: Int
  fileprivate let first: Int
  let segments: Int

  /// What is known beside the segments.
  var head: PersonStates.Head {
    get { heads[row] }
    nonmutating set { heads[row] = newValue }
  }

  /// What is known of a segment.
  subscript(segment: Int) -> PersonStates.Slot {
    get { PersonStates.Slot(span: spans[first &+ segment], wait: waits[first &+ segment]) }
    nonmutating set {
      waits[first &+ segment] = newValue.wait
      spans[first &+ segment] = newValue.span
    }
  }

  /// What the answer of a segment waits for.
  func wait(_ segment: Int) -> PersonStates.Wait { waits[first &+ segment] }

  /// Says how much more may come before a segment is asked: see `Watch.patience`.
  func setPatience(_ segment: Int, _ patience: UInt32) {
    waits[first &+ segment].patience = patience
  }

  /// When the answer of a segment must be asked for again without an event.
  func until(_ segment: Int) -> Int64 { spans[first &+ segment].until }

  /// The first instant at which some answer ends; `.max` = never.
  var earliestEnd: Int64 {
    var earliest = Int64.max
    for segment in 0..<segments { earliest = min(earliest, until(segment)) }
    return earliest
  }
}
