import NIOCore
import StarlingModel

/// JSON put together piece by piece.
///
/// Foundation's encoder would take longer for one small answer than everything else that a request
/// costs.
package struct JSONWriter {
  /// What was written so far.
  package private(set) var bytes: [UInt8] = []
  /// Whether a comma is due before the next entry.
  private var needsComma = false

  /// Starts with an empty text.
  package init(capacity: Int = 512) {
    bytes.reserveCapacity(capacity)
  }

  /// Number of bytes written so far.
  package var byteCount: Int { bytes.count }

  /// What was written so far, as it is sent: one copy, which is cheaper than writing each piece
  /// into the buffer of a channel.
  package var buffer: ByteBuffer { ByteBuffer(bytes: bytes) }

  /// Writes an object whose members the closure writes.
  package mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
    begin("{")
    try members(&self)
    end("}")
  }

  /// Writes a list with one entry for each element.
  package mutating func list<Element>(
    _ elements: some Sequence<Element>, _ entry: (inout JSONWriter, Element) throws -> Void
  ) rethrows {
    begin("[")
    for element in elements { try entry(&self, element) }
    end("]")
  }

  /// Writes the name of the value that follows.
  package mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    // Safe: the bytes of a literal live for ever, and are copied here.
    name.withUTF8Buffer { unsafe bytes += $0 }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes the name of the value that follows, whatever is in it.
  package mutating func key(named name: String) {
    separate()
    string(name)
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes a string.
  package mutating func value(_ text: String) {
    separate()
    string(text)
    needsComma = true
  }

  /// Writes a whole number.
  package mutating func value(_ number: some BinaryInteger) { raw(String(number)) }

  /// Writes a truth.
  package mutating func value(_ truth: Bool) { raw(truth ? "true" : "false") }

  /// Writes a number; what JSON does not have becomes `null`.
  package mutating func value(_ number: Double) {
    if number == number.rounded(), number.magnitude < 1e15 {
      raw(String(Int64(number)))
    } else {
      raw(number.isFinite ? "\(number)" : "null")
    }
  }

  /// Writes an instant as ISO 8601.
  package mutating func value(_ stamp: Stamp) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    stamp.appendISO(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  /// Writes a value of an event or a trait.
  package mutating func value(_ value: Value) {
    switch value {
    case .number(let number): self.value(number)
    case .string(let text): self.value(text)
    case .boolean(let truth): self.value(truth)
    case .list(let elements): list(elements) { $0.value($1) }
    }
  }

  /// Writes `null`.
  package mutating func null() { raw("null") }

  /// Writes a text that is JSON already.
  package mutating func raw(_ json: String) {
    separate()
    put(json)
    needsComma = true
  }

  /// Writes a line end between documents.
  package mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  private mutating func begin(_ bracket: Unicode.Scalar) {
    separate()
    bytes.append(UInt8(ascii: bracket))
    needsComma = false
  }

  private mutating func end(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(ascii: bracket))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = false
  }

  private mutating func put(_ text: String) { bytes += text.utf8 }

  /// Strings without anything to escape, nearly all, are copied as a whole.
  private mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    let isPlain = text.utf8.allSatisfy {
      $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { put(text) } else { escaped(text) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escaped(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): put("\\\"")
      case UInt8(ascii: "\\"): put("\\\\")
      case UInt8(ascii: "\n"): put("\\n")
      case UInt8(ascii: "\r"): put("\\r")
      case UInt8(ascii: "\t"): put("\\t")
      case 0..<0x20: put("\\u00\(byte >> 4)\(String(byte & 15, radix: 16))")
      default: bytes.append(byte)
      }
    }
  }
}

extension JSONWriter {
  /// Writes a member with a text.
  package mutating func member(_ name: StaticString, _ text: String) {
    key(name)
    value(text)
  }

  /// Writes a member with a text; `null` when there is none.
  package mutating func member(_ name: StaticString, _ text: String?) {
    key(name)
    if let text { value(text) } else { null() }
  }

  /// Writes a member with a whole number.
  package mutating func member(_ name: StaticString, _ number: some BinaryInteger) {
    key(name)
    value(number)
  }

  /// Writes a member with a number.
  package mutating func member(_ name: StaticString, _ number: Double) {
    key(name)
    value(number)
  }

  /// Writes a member with a truth.
  package mutating func member(_ name: StaticString, _ truth: Bool) {
    key(name)
    value(truth)
  }

  /// Writes a member with an instant; `null` when there is none.
  package mutating func member(_ name: StaticString, _ stamp: Stamp?) {
    key(name)
    if let stamp { value(stamp) } else { null() }
  }

  /// Writes a member with a list, one entry for each element.
  package mutating func member<Element>(
    _ name: StaticString, _ elements: some Sequence<Element>,
    _ entry: (inout JSONWriter, Element) throws -> Void
  ) rethrows {
    key(name)
    try list(elements, entry)
  }
}
