/// Sizes as people write them: `65536`, `64 KiB`, `20MiB`, `2 GB`. Unit: bytes.
enum SizeText {
  private static let units: [(name: String, size: Int)] = [
    ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("GB", 1_000_000_000),
    ("MB", 1_000_000), ("kB", 1_000), ("KB", 1_000), ("B", 1),
  ]

  /// Bytes that a text stands for; `nil` when it is no size.
  static func read(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits) else { return nil }
    let rest = text.dropFirst(digits.count).drop { $0 == " " }
    if rest.isEmpty { return count }
    guard let unit = units.first(where: { $0.name == rest }) else { return nil }
    let (product, isTooLarge) = count.multipliedReportingOverflow(by: unit.size)
    return isTooLarge ? nil : product
  }

  /// The size in the largest binary unit that divides it.
  static func write(_ count: Int) -> String {
    let unit = units.prefix(3).first { count >= $0.size && count % $0.size == 0 }
    return unit.map { "\(count / $0.size) \($0.name)" } ?? "\(count) B"
  }
}
