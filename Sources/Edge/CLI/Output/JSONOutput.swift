import StarlingCollect
import StarlingModel

/// JSON put together piece by piece, in the order in which it is written.
struct JSONOutput {
  private(set) var bytes: [UInt8] = []
  /// Whether a comma is due before the next entry.
  private var needsComma = false

  /// Adds `{`.
  mutating func beginObject() { begin("{") }
  /// Adds `}`.
  mutating func endObject() { end("}") }
  /// Adds `[`.
  mutating func beginArray() { begin("[") }
  /// Adds `]`.
  mutating func endArray() { end("]") }

  /// Adds the name of the value that follows.
  mutating func key(_ name: String) {
    separate()
    JSONText.append(name, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Adds a string.
  mutating func value(_ text: String) {
    separate()
    JSONText.append(text, to: &bytes)
    needsComma = true
  }

  /// Adds a whole number.
  mutating func value(_ number: some BinaryInteger) { raw("\(number)") }

  /// Adds a number, whole ones without fraction; JSON has no infinity, which becomes `null`.
  mutating func value(_ number: Double) {
    raw(number.isFinite ? NumberText.text(of: number) : "null")
  }

  /// Adds a number with so many digits after the point; `null` when it is not finite.
  mutating func value(_ number: Double, digits: Int) {
    raw(number.isFinite ? NumberText.fixed(number, digits) : "null")
  }

  /// Adds a value of an event.
  mutating func value(_ value: Value) {
    switch value {
    case .number(let number): self.value(number)
    case .string(let string): self.value(string)
    case .boolean(let boolean): raw(boolean ? "true" : "false")
    case .list(let list):
      beginArray()
      for element in list { self.value(element) }
      endArray()
    }
  }

  /// Ends a line and starts anew.
  mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Forgets everything, keeping the memory.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  private mutating func raw(_ text: String) {
    separate()
    bytes += text.utf8
    needsComma = true
  }

  private mutating func begin(_ bracket: String) {
    separate()
    bytes += bracket.utf8
    needsComma = false
  }

  private mutating func end(_ bracket: String) {
    bytes += bracket.utf8
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = false
  }
}
