import Dispatch
import Foundation
import Synchronization

/// Runs independent pieces of work on several threads and gives the results back in order.
///
/// The only place where the engine's work meets threads: what runs inside is synchronous and shares
/// nothing that changes.
package struct Workers: Sendable {
  /// Number of threads.
  package let count: Int

  /// Workers on so many threads.
  package init(_ count: Int) {
    precondition(count > 0, "\(count) threads cannot do any work")
    self.count = count
  }

  /// As many threads as the machine has cores.
  package static var perCore: Workers { Workers(max(1, DispatchQueue.coreCount)) }

  /// Splits `0..<items` into pieces that threads take one after another.
  ///
  /// - Parameters:
  ///   - grain: Items a piece.
  ///   - start: Makes a thread's own state, from the first item it gets.
  ///   - body: Works on a piece with the thread's state.
  /// - Returns: The results of the pieces, in the order of the pieces.
  /// - Throws: The error of the first piece that failed.
  package func map<State: ~Copyable, Result: Sendable>(
    _ items: Int, grain: Int, start: @Sendable (Int) throws -> State,
    _ body: @Sendable (inout State, Range<Int>) throws -> Result
  ) throws -> [Result] {
    let pieces = (items + grain - 1) / grain
    let next = Atomic<Int>(0)
    let results = Mutex<[(piece: Int, result: Swift.Result<Result, any Error>)]>([])
    DispatchQueue.concurrentPerform(iterations: min(count, max(pieces, 1))) { _ in
      var state: State?
      var own: [(piece: Int, result: Swift.Result<Result, any Error>)] = []
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if piece >= pieces { break }
        let range = piece * grain..<min(items, (piece + 1) * grain)
        do {
          var current = if let kept = state.take() { kept } else { try start(range.lowerBound) }
          own.append((piece, .success(try body(&current, range))))
          state = consume current
        } catch {
          own.append((piece, .failure(error)))
        }
      }
      let done = own
      results.withLock { $0.append(contentsOf: done) }
    }
    let sorted = results.withLock { $0 }.sorted { $0.piece < $1.piece }
    return try sorted.map { try $0.result.get() }
  }
}

extension DispatchQueue {
  /// Number of cores that are online.
  fileprivate static var coreCount: Int { ProcessInfo.processInfo.activeProcessorCount }
}
