import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingStore
import Synchronization

// What all questions need: the core between two steps, and errors as problems with a remedy.

extension LiveSystem: LiveQueries {
  /// Asks the core between two steps of the loop.
  func asked<Answer>(
    _ body: (inout LiveCore) throws(QueryProblem) -> Answer
  ) throws(QueryProblem) -> Answer {
    try core.withLock(body)
  }

  /// Computes something that only fails with the machine.
  func working<Answer>(_ body: () throws -> Answer) throws(QueryProblem) -> Answer {
    do { return try body() } catch {
      throw QueryProblem(.busy, "it could not be computed: \(error)", retryAfterSeconds: 5)
    }
  }

  /// Reads something from the store.
  func stored<Answer>(
    _ body: () throws(StoreError) -> Answer
  ) throws(QueryProblem) -> Answer {
    do { return try body() } catch {
      throw QueryProblem(.busy, "the data directory could not be read: \(error)")
    }
  }

  func requireSegment(_ name: String) throws(QueryProblem) {
    let isThere = catalogue.withLock { catalogue in
      catalogue.workspace.segments.contains { $0.name == name }
    }
    if !isThere { throw noSegment(name) }
  }

  func noSegment(_ name: String) -> QueryProblem {
    let names = catalogue.withLock { $0.workspace.segments.map(\.name) }
    return QueryProblem(
      .noSuchSegment, "there is no segment \(name)", nearest: NearestName.find(name, among: names))
  }

  /// Answers of the future would have to guess what happens until then.
  func requirePast(_ at: Stamp) throws(QueryProblem) {
    let now = clock.now
    if at > now {
      throw QueryProblem(
        .badInstant, "\(at.iso) is yet to come; it is \(now.iso), ask for that or before")
    }
  }

  /// The plan of one segment of a workspace.
  func compiled(_ workspace: Workspace, only name: String) throws(QueryProblem) -> Plan {
    do { return try Plan(workspace, only: name) } catch {
      throw QueryProblem(.wrongDefinition, "\(error)")
    }
  }
}
