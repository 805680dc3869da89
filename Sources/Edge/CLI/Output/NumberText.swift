import Foundation

/// Numbers as people and programs read them.
enum NumberText {
  /// The shortest text that gives the number again; whole numbers without fraction.
  static func text(of number: Double) -> String {
    if number == number.rounded() && number.magnitude < 1e15 { return "\(Int64(number))" }
    return "\(number)"
  }

  /// The number with so many digits after the point.
  static func fixed(_ number: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", number)
  }

  /// A whole number with a comma at each thousand.
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// `part` of `whole` in per cent with one digit.
  static func percent(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "0.0 %" : fixed(100 * Double(part) / Double(whole), 1) + " %"
  }

  /// Bytes as kB, MB or GB, in steps of 1,000.
  static func bytes(_ count: Int) -> String {
    if count < 1_000 { return "\(count) B" }
    if count < 1_000_000 { return fixed(Double(count) / 1e3, 1) + " kB" }
    if count < 1_000_000_000 { return fixed(Double(count) / 1e6, 1) + " MB" }
    return fixed(Double(count) / 1e9, 2) + " GB"
  }
}
