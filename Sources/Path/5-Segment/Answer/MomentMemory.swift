import StarlingColumns

/// Answers about one person at one instant, so that what several segments, or several operands of
/// one, refer to is computed once.
struct MomentMemory<Answer: BitwiseCopyable> {
  private struct Entry: BitwiseCopyable {
    var epoch: UInt64
    var person: Int
    var now: Int64
    var answer: Answer
  }

  private let memory: Scratch<Entry>
  private let entries: ScratchView<Entry>
  private var epoch: UInt64 = 1

  /// Room for so many questions.
  init(count: Int, blank: Answer) {
    memory = Scratch(
      count: count, repeating: Entry(epoch: 0, person: 0, now: 0, answer: blank))
    entries = memory.view
  }

  /// Forgets everything: another tile, or other marks inside an `any`.
  mutating func forget() { epoch &+= 1 }

  /// What is known about a question.
  @inline(__always)
  func answer(_ question: Int, _ person: Int, _ now: Int64) -> Answer? {
    let entry = entries[question]
    if entry.epoch != epoch || entry.person != person || entry.now != now { return nil }
    return entry.answer
  }

  /// Keeps the answer to a question.
  @inline(__always)
  func note(_ question: Int, _ person: Int, _ now: Int64, _ answer: Answer) {
    entries[question] = Entry(epoch: epoch, person: person, now: now, answer: answer)
  }
}

/// A number and until when it stays; NaN when absent.
struct NumberAnswer: BitwiseCopyable {
  static let blank = NumberAnswer(number: .nan, until: .min)

  var number: Double
  var until: Int64
}
