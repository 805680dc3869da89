import StarlingEngine
import StarlingModel

/// Asks a running system what anybody may ask.
struct Witness {
  /// An event as the system shows it.
  struct SeenEvent {
    /// What the person is called.
    var person: String
    /// The event.
    var event: TimelineEvent
  }

  private let system: LiveSystem
  private let sabotage: Sabotage?

  /// Asks a system.
  ///
  /// - Parameter sabotage: A defect that answers have.
  init(_ system: LiveSystem, sabotage: Sabotage?) {
    self.system = system
    self.sabotage = sabotage
  }

  /// The log of changes behind a position, to its end.
  func changes(after position: Int64) async throws -> [MembershipChange] {
    var changes: [MembershipChange] = []
    var next = position
    while true {
      let page = try await system.page(after: next, limit: 50, filter: ChangeFilter())
      changes += page.changes
      if page.next >= page.last { break }
      next = page.next
    }
    if sabotage == .doubledChange, position > 3, var last = changes.last {
      last.position += 1
      changes.append(last)
    }
    return changes
  }

  /// The names in a segment, sorted by their bytes; at the present or at an instant.
  func members(of segment: String, at: Stamp?) async throws -> [String] {
    var names: [String] = []
    var cursor: PageCursor?
    repeat {
      let limit = at == nil ? 3 : 100
      let page = try await system.members(of: segment, at: at, after: cursor, limit: limit)
      names += page.members.map(\.person)
      cursor = page.next
    } while cursor != nil
    if sabotage == .wrongMember, at == nil, names.count > 1 { names.removeLast() }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// What a person is in, by any name; `nil` when nobody has that name.
  func segments(ofPerson identifier: String) async throws -> PersonSegments? {
    do throws(QueryProblem) {
      return try await system.segments(ofPerson: identifier, at: nil)
    } catch {
      if error.kind == .noSuchPerson { return nil }
      throw error
    }
  }

  /// Number of refused items that are in the quarantine.
  func quarantinedCount() async throws -> Int {
    try await system.quarantineCounts().reduce(0) { $0 + $1.count }
  }

  /// The events of all people who go by some names.
  func events(of identifiers: [String]) async throws -> [SeenEvent] {
    var seen: [SeenEvent] = []
    var people: Set<String> = []
    for identifier in identifiers {
      var cursor: PageCursor?
      do throws(QueryProblem) {
        repeat {
          let page = try await system.timeline(
            ofPerson: identifier, from: nil, until: nil, after: cursor, limit: 20)
          if cursor == nil && !people.insert(page.person).inserted { break }
          seen += page.events.map { SeenEvent(person: page.person, event: $0) }
          cursor = page.next
        } while cursor != nil
      } catch {
        if error.kind != .noSuchPerson { throw error }
      }
    }
    return seen
  }
}
