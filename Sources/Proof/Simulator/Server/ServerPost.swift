import StarlingEngine
import StarlingModel
import StarlingStore
import Synchronization

/// What the engine calls out while it runs, kept until the simulation looks.
final class ServerPost: Sendable {
  private struct State {
    var answers: [(batch: Int, refusal: IntakeRefusal?)] = []
    var committed: [MembershipChange] = []
    var notes: [String] = []
    var freeBytes: Int64 = 1 << 40
  }

  private let state = Mutex(State())

  /// Takes the answer to a request.
  func answer(_ batch: Int, _ refusal: IntakeRefusal?) {
    state.withLock { $0.answers.append((batch, refusal)) }
  }

  /// The answers since the last call.
  func takeAnswers() -> [(batch: Int, refusal: IntakeRefusal?)] {
    state.withLock { state in
      defer { state.answers = [] }
      return state.answers
    }
  }

  /// The changes that were committed since the last call.
  func takeCommitted() -> [MembershipChange] {
    state.withLock { state in
      defer { state.committed = [] }
      return state.committed
    }
  }

  /// What happened beside since the last call, for the trace.
  func takeNotes() -> [String] {
    state.withLock { state in
      defer { state.notes = [] }
      return state.notes
    }
  }

  /// Free space of the disk as the engine is told. Unit: bytes.
  var freeBytes: Int64 {
    get { state.withLock { $0.freeBytes } }
    set { state.withLock { $0.freeBytes = newValue } }
  }

  /// Who writes down here.
  var observer: LiveObserver {
    var observer = LiveObserver()
    observer.committed = { changes in self.state.withLock { $0.committed += changes } }
    observer.failure = { error in self.note("a commit failed: \(error)") }
    observer.background = { event in
      switch event {
      case .failed(let work, let error): self.note("could not \(work): \(error)")
      case .snapshot(let sequence, _): self.note("wrote a snapshot of \(sequence) events")
      case .definitions(let version, _, _, _): self.note("put version \(version) into force")
      case .merged(let chunks): self.note("merged chunks, \(chunks) fewer")
      case .spaceRanOut, .spaceIsBack: self.note("\(event)")
      }
    }
    return observer
  }

  private func note(_ text: String) { state.withLock { $0.notes.append(text) } }
}
