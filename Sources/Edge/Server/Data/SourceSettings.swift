/// What the store keeps of a source as one JSON text: `{"limits":{…},"mapping":{…}}`, each only
/// when there is one.
struct SourceSettings: Equatable {
  /// Limits of its own as JSON.
  var limits: String?
  /// Mapping of a webhook's bodies as JSON.
  var mapping: String?

  init(limits: String?, mapping: String?) {
    self.limits = limits
    self.mapping = mapping
  }

  /// Reads the store's text; `nil` when it is not of this form.
  init?(reading text: String) {
    let bytes = Array(text.utf8)
    guard let node = try? JSONTreeReader.read(bytes), case .object(let members) = node.kind
    else { return nil }
    for (name, value) in members {
      guard case .object = value.kind else { return nil }
      let json = String(decoding: bytes[value.range], as: UTF8.self)
      switch name {
      case "limits": limits = json
      case "mapping": mapping = json
      default: return nil
      }
    }
  }

  /// The store's text.
  var text: String {
    var json = JSONWriter()
    json.object { json in
      if let limits {
        json.key("limits")
        json.raw(limits)
      }
      if let mapping {
        json.key("mapping")
        json.raw(mapping)
      }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
