/// Lengths of time as the segment language writes them: `30s`, `1m30s`, `500ms`. Unit: ms.
enum TimeText {
  private static let units: [(name: String, length: Int)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
  ]

  /// Milliseconds that a text stands for; `nil` when it is no duration.
  static func read(_ text: String) -> Int? {
    var rest = text[...]
    var total = 0
    var next = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(name.count)
      guard digits.count <= 12, let count = Int(digits),
        let unit = units.indices.first(where: { units[$0].name == name }), unit >= next
      else { return nil }
      next = unit + 1
      let (product, isTooLong) = count.multipliedReportingOverflow(by: units[unit].length)
      let (sum, isTooLongInAll) = total.addingReportingOverflow(product)
      if isTooLong || isTooLongInAll { return nil }
      total = sum
    }
    return text.isEmpty ? nil : total
  }

  /// The shortest form with the largest units first.
  static func write(_ milliseconds: Int) -> String {
    if milliseconds == 0 { return "0s" }
    var rest = milliseconds
    var text = ""
    for (name, length) in units where rest >= length {
      text += "\(rest / length)\(name)"
      rest %= length
    }
    return text
  }
}
