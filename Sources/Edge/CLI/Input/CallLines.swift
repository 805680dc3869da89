import StarlingCollect
import StarlingColumns
import StarlingEngine
import StarlingModel

/// The Segment calls of a chunk, as a server takes them.
enum CallLines {
  /// The calls: lines of JSON as they are, rows of tables as calls. Lines that cannot be read are
  /// left out.
  static func calls(
    _ chunk: InputChunk, _ parsed: ParsedChunk, _ format: ImportFormat
  ) throws -> [[UInt8]] {
    guard format == .jsonLines else { return parsed.batch.events.map(call) }
    let bad = Set(parsed.rejections.map(\.line))
    var calls: [[UInt8]] = []
    var number = chunk.firstLine - 1
    let lines = chunk.bytes[..<chunk.count].split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for line in lines {
      number += 1
      if bad.contains(number) || line.allSatisfy({ " \t\r".utf8.contains($0) }) { continue }
      calls.append(Array(line))
    }
    if parsed.batch.count != calls.count {
      throw CommandFailure.problem(
        "\(chunk.file): has lines that are batches of calls, which a running server takes one by "
          + "one only; stop it and import into its directory with --data")
    }
    return calls
  }

  /// An event as a call.
  static func call(_ event: Event) -> [UInt8] {
    var json = JSONOutput()
    json.beginObject()
    json.key("type")
    json.value("\(event.kind)")
    json.key("userId")
    json.value(event.person)
    if let joined = event.joined {
      json.key("anonymousId")
      json.value(joined)
    }
    json.key(event.kind == .track ? "event" : "name")
    json.value(event.name)
    json.key("timestamp")
    json.value(event.stamp.iso)
    if !event.messageID.isEmpty {
      json.key("messageId")
      json.value(event.messageID)
    }
    let values = event.properties.map { ($0.key.components[...], $0.value) }
    let own = values.filter { $0.0.first != "context" }
    json.key(event.kind == .identify ? "traits" : "properties")
    object(own, &json)
    let context = values.filter { $0.0.first == "context" && $0.0.count > 1 }
    if !context.isEmpty {
      json.key("context")
      object(context.map { ($0.0.dropFirst(), $0.1) }, &json)
    }
    json.endObject()
    return json.bytes
  }

  /// Writes values below their first components, in their order.
  private static func object(
    _ values: [(path: ArraySlice<String>, value: Value)], _ json: inout JSONOutput
  ) {
    json.beginObject()
    let groups = Dictionary(grouping: values) { $0.path.first ?? "" }
    for (name, members) in groups.sorted(by: { $0.key < $1.key }) {
      json.key(name)
      if let leaf = members.first(where: { $0.path.count == 1 }) {
        json.value(leaf.value)
      } else {
        object(members.map { ($0.path.dropFirst(), $0.value) }, &json)
      }
    }
    json.endObject()
  }
}
