import StarlingLanguage

/// Gives each key of a YAML text a tag of its own, so that a library that refuses doubled keys
/// takes all of them: keys with different tags are different.
struct KeyTags {
  /// The text with a tag before each key.
  let text: String
  /// Where the tags were put in.
  private(set) var places: EditedPlaces

  private static let digits = 7
  /// Bytes of a tag: `!`, digits and a blank.
  private static let width = digits + 2

  /// Tags the keys that `YAMLScan` finds.
  init(_ original: String) {
    let bytes = Array(original.utf8)
    places = EditedPlaces(removed: -Self.width)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count * 2)
    var start = 0
    for (number, key) in YAMLScan(original).keys.enumerated() {
      output += bytes[start..<key]
      let digits = String(number)
      output += Array("!\(String(repeating: "0", count: Self.digits - digits.count))".utf8)
      output += Array("\(digits) ".utf8)
      places.ends.append(output.count)
      start = key
    }
    output += bytes[start...]
    text = String(decoding: output, as: UTF8.self)
  }
}
