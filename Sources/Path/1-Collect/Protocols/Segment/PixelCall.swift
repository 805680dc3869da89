/// A call written as query items, for images in mail:
///
///     event=Email+Opened&userId=u1&properties.campaign=june&context.device.type=mobile
///
/// The fields of a call go by their names; `properties.`, `traits.` and `context.` nest; every
/// other name is a property. All values are texts.
struct PixelCall {
  /// An object that is made name by name.
  private struct Members {
    var names: [String] = []
    var texts: [String: String] = [:]
    var objects: [String: Members] = [:]

    /// Puts a text at a path; of two for one path the last counts.
    mutating func put(_ text: String, at path: ArraySlice<Substring>) {
      guard let name = path.first.map(String.init) else { return }
      if texts[name] == nil && objects[name] == nil { names.append(name) }
      if path.count == 1 {
        objects[name] = nil
        texts[name] = text
      } else {
        texts[name] = nil
        objects[name, default: Members()].put(text, at: path.dropFirst())
      }
    }

    func append(to json: inout [UInt8]) {
      json.append(UInt8(ascii: "{"))
      for (index, name) in names.enumerated() {
        if index > 0 { json.append(UInt8(ascii: ",")) }
        JSONText.append(name, to: &json)
        json.append(UInt8(ascii: ":"))
        if let object = objects[name] {
          object.append(to: &json)
        } else {
          JSONText.append(texts[name] ?? "", to: &json)
        }
      }
      json.append(UInt8(ascii: "}"))
    }
  }

  private var call = Members()

  /// Names of fields of the call itself.
  private static let fields: Set = [
    "event", "name", "userId", "anonymousId", "previousId", "groupId", "messageId", "timestamp",
    "sentAt", "originalTimestamp", "writeKey",
  ]
  private static let objects: Set = ["properties", "traits", "context"]
  /// Deeper paths keep the rest as one name, so that a query cannot nest without end.
  private static let depthMax = 8

  init(_ items: FormItems) {
    for item in items.items {
      let path = item.name.split(
        separator: ".", maxSplits: Self.depthMax, omittingEmptySubsequences: false)
      if path.count > 1, Self.objects.contains(String(path[0])) {
        call.put(item.value, at: path[...])
      } else if Self.fields.contains(item.name) {
        call.put(item.value, at: [item.name[...]])
      } else {
        call.put(item.value, at: ["properties", item.name[...]])
      }
    }
  }

  /// Appends the call as a JSON object.
  func appendJSON(to text: inout [UInt8]) { call.append(to: &text) }
}
