/// Bytes of text in the making; appends what events consist of without a detour through strings.
struct LineBuffer {
  private(set) var bytes: [UInt8] = []

  /// An empty buffer with room for `capacity` bytes.
  init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  /// Forgets the text and keeps the memory.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
  }

  /// Appends text that needs no escaping.
  mutating func text(_ fragment: [UInt8]) {
    bytes.append(contentsOf: fragment)
  }

  /// Appends a whole number that is not negative.
  mutating func number(_ value: Int) {
    digits(value, count: Self.digitCount(value))
  }

  /// Appends an amount with two decimals, such as `12.50`.
  mutating func cents(_ value: Int) {
    number(value / 100)
    bytes.append(UInt8(ascii: "."))
    digits(value % 100, count: 2)
  }

  /// Appends exactly `count` decimal digits, zeros in front.
  mutating func digits(_ value: Int, count: Int) {
    var divisor = 1
    for _ in 1..<count { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends 16 hexadecimal digits.
  mutating func hexadecimal(_ value: UInt64) {
    var shift = 60
    while shift >= 0 {
      let digit = UInt8(value >> UInt64(shift) & 15)
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
      shift -= 4
    }
  }

  private static func digitCount(_ value: Int) -> Int {
    var count = 1
    var rest = value / 10
    while rest > 0 {
      count += 1
      rest /= 10
    }
    return count
  }
}
