import StarlingColumns
import StarlingModel

/// Reads PostHog's capture endpoints: one event, `{"batch":[…]}`, or a bare array of events.
///
/// | event | becomes |
/// |---|---|
/// | `$identify` | identify: traits of `$set`, joins `distinct_id` and `$anon_distinct_id` |
/// | `$set`, and bodies of `/engage/` | identify: traits of `$set` |
/// | `$create_alias`, `$merge_dangerously` | alias: joins `distinct_id` and `alias` |
/// | `$groupidentify` | group, with its properties |
/// | `$pageview`, `$screen` | page and screen under these names |
/// | any other | track |
///
/// Members of `$set_once` become traits below `$set_once`, which keep what was set first.
/// `$set` of any other event makes an identify call of its own beside it.
struct PostHogReader {
  private var fields = MemberKeys<PostHogField>()
  private var properties = MemberKeys<PostHogProperty>()

  /// Reads a body.
  ///
  /// - Parameter query: Browsers put the time of sending there, as `_`.
  mutating func read(
    _ tape: borrowing JSONTape, _ query: FormItems, _ rows: inout RequestRows,
    _ collected: inout CollectedRequest
  ) throws(RequestProblem) {
    // Keys of this protocol are in the body; Basic credentials mean nothing here.
    var key = CollectedKey()
    var sentAt = ["_", "sent_at"].lazy.compactMap { query[$0] }.first.flatMap(Self.instant)
    var list = JSONTape.root
    if tape.kind(JSONTape.root) == .object {
      let places = fields.places(tape, JSONTape.root)
      for field in [PostHogField.apiKey, .token] { key.note(tape, places[field]) }
      for field in [PostHogField.sentAt, .camelSentAt] {
        sentAt = rows.readable(tape, places[field]) ?? sentAt
      }
      let history = places[.historicalMigration]
      rows.isHistorical = history != 0 && tape.kind(history) == .yes
      list = places[.batch]
    }
    defer { key.settle(&collected) }
    if list == 0 {
      readItem(tape, JSONTape.root, 0, sentAt, &key, &rows)
    } else if tape.kind(list) == .array {
      try readList(tape, list, sentAt, &key, &rows)
    } else {
      throw RequestProblem(
        400, .notAnObject, "it is \(tape.kind(list).name); expected an event or an array of them")
    }
    // Clients of this protocol take a 400 as final, and are told nothing of single items.
    if rows.sentStamps.isEmpty, let first = rows.rejected.first {
      collected.answer = .refused(collected.endpoint, status: 400, detail: first.detail)
    }
  }

  private mutating func readList(
    _ tape: borrowing JSONTape, _ list: Int, _ sentAt: Int64?, _ key: inout CollectedKey,
    _ rows: inout RequestRows
  ) throws(RequestProblem) {
    var index = list + 1
    let end = tape.end(of: list)
    if index == end { throw RequestProblem(400, nil, "the batch is empty; expected events") }
    var item = 0
    while index < end {
      readItem(tape, index, item, sentAt, &key, &rows)
      item += 1
      index = tape.next(after: index)
    }
  }

  /// Reads an event; a bad one is noted and leaves nothing behind.
  private mutating func readItem(
    _ tape: borrowing JSONTape, _ place: Int, _ item: Int, _ sentAt: Int64?,
    _ key: inout CollectedKey, _ rows: inout RequestRows
  ) {
    do throws(LineProblem) {
      guard tape.kind(place) == .object else {
        throw LineProblem(.notAnObject, "it is \(tape.kind(place).name)")
      }
      let own = fields.places(tape, place)
      if own[.properties] != 0 {
        try rows.calls.expect(.object, tape, own[.properties], "properties")
      }
      let inner =
        own[.properties] == 0
        ? MemberPlaces<PostHogProperty>() : properties.places(tape, own[.properties])
      key.note(tape, inner[.token])
      if place != JSONTape.root {
        for field in [PostHogField.apiKey, .token] { key.note(tape, own[field]) }
      }
      var event = PostHogEvent(own: own, inner: inner, place: place, sentAt: sentAt)
      try event.read(tape, &rows)
    } catch {
      rows.calls.batch.discardOpenRow()
      var around: RequestRows.Around = []
      if place != JSONTape.root {
        if let sentAt {
          let stamp = Stamp(milliseconds: sentAt).iso
          around.append(("sent_at", Array("\"\(stamp)\"".utf8)))
        }
        if rows.isHistorical { around.append(("historical_migration", Array("true".utf8))) }
      }
      rows.reject(tape, place, item: item, around: around, error)
    }
  }

  /// An instant in a query: a count since 1970 or ISO 8601. Unit: ms since 1970 UTC.
  private static func instant(_ text: String) -> Int64? {
    (Double(text).flatMap { Stamp(epoch: $0) } ?? Stamp(iso: text))?.milliseconds
  }
}
