import StarlingColumns

/// Answers about one person at one instant, so that what several segments, or several operands of
/// one, refer to is computed once.
struct MomentMemory<Answer: BitwiseCopyable> {
  private struct Entry: BitwiseCopyable {
    /// Whether the question stands inside an `any`.
    let isInAny: Bool
    var epoch: UInt64
    var person: Int
    var now: Int64
    var answer: Answer
  }

  private let memory: Scratch<Entry>
  private let entries: ScratchView<Entry>
  /// Entries of other epochs are forgotten.
  private var epoch: UInt64 = 1
  private var epochInAny: UInt64 = 1

  /// Room for so many questions.
  ///
  /// - Parameter inAny: Questions that stand inside an `any`.
  init(count: Int, inAny: Set<Int> = [], blank: Answer) {
    memory = Scratch(
      copying: (0..<count).map { question in
        Entry(
          isInAny: inAny.contains(question), epoch: 0, person: 0, now: 0, answer: blank)
      })
    entries = memory.view
  }

  /// Forgets everything: another tile.
  mutating func forget() {
    epoch &+= 1
    epochInAny &+= 1
  }

  /// Forgets what stands inside an `any`: other marks.
  mutating func forgetInAny() { epochInAny &+= 1 }

  /// What is known about a question.
  @inline(__always)
  func answer(_ question: Int, _ person: Int, _ now: Int64) -> Answer? {
    let entry = entries[question]
    if entry.epoch != epoch(of: entry) || entry.person != person || entry.now != now {
      return nil
    }
    return entry.answer
  }

  /// Keeps the answer to a question.
  @inline(__always)
  func note(_ question: Int, _ person: Int, _ now: Int64, _ answer: Answer) {
    let isInAny = entries[question].isInAny
    entries[question] = Entry(
      isInAny: isInAny, epoch: isInAny ? epochInAny : epoch, person: person, now: now,
      answer: answer)
  }

  @inline(__always)
  private func epoch(of entry: Entry) -> UInt64 { entry.isInAny ? epochInAny : epoch }
}

/// A number and until when it stays; NaN when absent.
struct NumberAnswer: BitwiseCopyable {
  static let blank = NumberAnswer(number: .nan, until: .min)

  var number: Double
  var until: Int64
}
