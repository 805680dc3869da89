/// How the language writes numbers: all digits, no exponent.
enum NumberLiteral {
  /// The shortest digits that read back as exactly `number`, which is finite.
  static func write(_ number: Double) -> String {
    let magnitude = number.magnitude
    let sign = number < 0 ? "-" : ""
    if magnitude < 0x1p53, magnitude == magnitude.rounded(.towardZero) {
      return sign + String(UInt64(magnitude))
    }
    // The description is the shortest that reads back, as 12.5 or 1.25e-07.
    let parts = magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
    let digits = mantissa[0] + fraction
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return sign + place(digits, point: mantissa[0].count + exponent)
  }

  /// Sets the decimal point behind the first `point` digits, filling with zeros.
  private static func place(_ digits: Substring, point: Int) -> String {
    if point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
    if point >= digits.count {
      return digits + String(repeating: "0", count: point - digits.count)
    }
    return digits.prefix(point) + "." + digits.dropFirst(point)
  }
}
