import StarlingModel

/// The different values of one property, each with a dense code from 1; code 0 means absent.
///
/// Every column of the property stores codes, so a filter is decided once for each different value
/// and then looked up. Numbers are equal by value, strings by bytes, lists element by element.
package struct ValueTable: Sendable {
  /// What kind of value a code stands for.
  package enum Tag: UInt8, Sendable {
    case absent, number, string, boolean, list
  }

  private(set) var tags: [Tag] = [.absent]
  /// The double's bits, the string's code, 0 or 1, or the list's index; one entry per code.
  private var payloads: [UInt64] = [0]
  private var strings = ByteTable()
  /// Codes of strings by their code in `strings`.
  private var stringCodes: [UInt32] = []
  private var numbers = WordTable()
  private var numberCodes: [UInt32] = []
  private var booleanCodes: (no: UInt32, yes: UInt32) = (0, 0)
  /// Lists as the codes of their elements in this table, four bytes each.
  private var lists = ByteTable()
  private var listCodes: [UInt32] = []
  /// The different elements of each list, ascending.
  private var listElements: [[UInt32]] = []

  /// A table that knows only absence.
  package init() {}

  /// Number of codes, absence included.
  package var count: Int { tags.count }

  /// Memory in use. Unit: bytes.
  package var memoryBytes: Int {
    let codes = stringCodes.capacity + numberCodes.capacity + listCodes.capacity
    let elements = listElements.reduce(listElements.capacity * 8) { $0 + $1.capacity * 4 }
    return tags.capacity + payloads.capacity * 8 + codes * 4 + elements + strings.memoryBytes
      + numbers.memoryBytes + lists.memoryBytes
  }

  /// The kind of value behind a code.
  package func tag(_ code: UInt32) -> Tag { tags[Int(code)] }

  /// The value behind a code; `nil` for code 0.
  package func value(_ code: UInt32) -> Value? {
    let payload = payloads[Int(code)]
    switch tags[Int(code)] {
    case .absent: return nil
    case .number: return .number(Double(bitPattern: payload))
    case .string: return .string(strings.string(UInt32(payload)))
    case .boolean: return .boolean(payload == 1)
    case .list: return .list(elementsInOrder(code).compactMap { value($0) })
    }
  }

  /// Calls `body` with the UTF-8 of a string; `nil` for everything that is no string.
  package func withString<Result>(_ code: UInt32, _ body: (Span<UInt8>) -> Result) -> Result? {
    guard tags[Int(code)] == .string else { return nil }
    return strings.withBytes(UInt32(payloads[Int(code)]), body)
  }

  /// Whether a code stands for the boolean true.
  package func isTrue(_ code: UInt32) -> Bool {
    tags[Int(code)] == .boolean && payloads[Int(code)] == 1
  }

  /// The codes of a list's elements, in order; empty for everything that is no list.
  package func elementsInOrder(_ code: UInt32) -> [UInt32] {
    guard tags[Int(code)] == .list else { return [] }
    return lists.withBytes(UInt32(payloads[Int(code)])) { bytes in
      var codes: [UInt32] = []
      for index in 0..<(bytes.count / 4) { codes.append(bytes.halfWord(at: index * 4)) }
      return codes
    }
  }

  /// The number behind a code; `nil` when it is something else or absent.
  package func number(_ code: UInt32) -> Double? {
    tags[Int(code)] == .number ? Double(bitPattern: payloads[Int(code)]) : nil
  }

  /// The code of a number; adds it when new. Negative zero is stored as zero.
  package mutating func intern(number: Double) -> UInt32 {
    let index = numbers.intern((number == 0 ? 0 : number).bitPattern)
    if Int(index) == numberCodes.count {
      numberCodes.append(add(.number, (number == 0 ? 0 : number).bitPattern))
    }
    return numberCodes[Int(index)]
  }

  /// The code of a string given as UTF-8; adds it when new.
  package mutating func intern(string: Span<UInt8>) -> UInt32 {
    let index = strings.intern(string)
    if Int(index) == stringCodes.count { stringCodes.append(add(.string, UInt64(index))) }
    return stringCodes[Int(index)]
  }

  /// The code of a boolean; adds it when new.
  package mutating func intern(boolean: Bool) -> UInt32 {
    if boolean {
      if booleanCodes.yes == 0 { booleanCodes.yes = add(.boolean, 1) }
      return booleanCodes.yes
    }
    if booleanCodes.no == 0 { booleanCodes.no = add(.boolean, 0) }
    return booleanCodes.no
  }

  /// The code of a list; adds it when new.
  package mutating func intern(list: [Value]) -> UInt32 {
    intern(listOf: list.map { intern($0) })
  }

  /// The code of the list of these elements, given as codes of this table; adds it when new.
  package mutating func intern(listOf elements: [UInt32]) -> UInt32 {
    var key: [UInt8] = []
    for element in elements {
      for shift in 0..<4 { key.append(UInt8(truncatingIfNeeded: element >> UInt32(shift * 8))) }
    }
    let index = lists.intern(key.span)
    if Int(index) == listCodes.count {
      listCodes.append(add(.list, UInt64(index)))
      listElements.append(Set(elements).sorted())
    }
    return listCodes[Int(index)]
  }

  /// The codes that `any` sees behind a code: a list's different elements, else the code itself.
  package func elements(_ code: UInt32) -> [UInt32] {
    switch tags[Int(code)] {
    case .absent: []
    case .list: listElements[Int(payloads[Int(code)])]
    default: [code]
    }
  }

  /// The code of any value; adds it when new.
  package mutating func intern(_ value: Value) -> UInt32 {
    switch value {
    case .number(let number): return intern(number: number)
    case .string(let string):
      let key = Array(string.utf8)
      return intern(string: key.span)
    case .boolean(let boolean): return intern(boolean: boolean)
    case .list(let list): return intern(list: list)
    }
  }

  /// The code of `code` of another table here; adds the value when new.
  package mutating func intern(_ code: UInt32, of other: ValueTable) -> UInt32 {
    let payload = other.payloads[Int(code)]
    switch other.tags[Int(code)] {
    case .absent: return 0
    case .number: return intern(number: Double(bitPattern: payload))
    case .string:
      return other.strings.withBytes(UInt32(payload)) { bytes in intern(string: bytes) }
    case .boolean: return intern(boolean: payload == 1)
    case .list: return intern(listOf: other.elementsInOrder(code).map { intern($0, of: other) })
    }
  }

  private mutating func add(_ tag: Tag, _ payload: UInt64) -> UInt32 {
    tags.append(tag)
    payloads.append(payload)
    return UInt32(tags.count - 1)
  }

  // MARK: Snapshots

  /// Adds the table's columns to a pack.
  package func pack(into packer: inout ColumnPacker) {
    packer.put(tags.map(\.rawValue))
    packer.put(payloads)
    strings.pack(into: &packer)
    packer.put(numbers.words)
    lists.pack(into: &packer)
  }

  /// The table that was packed.
  ///
  /// - Complexity: O(values).
  package init(unpacking unpacker: inout ColumnUnpacker) throws(PackProblem) {
    let tags = try unpacker.array(of: UInt8.self).compactMap(Tag.init)
    payloads = try unpacker.array()
    strings = try ByteTable(unpacking: &unpacker)
    numbers = WordTable(words: try unpacker.array())
    lists = try ByteTable(unpacking: &unpacker)
    if tags.count != payloads.count || tags.first != .absent {
      throw unpacker.problem("\(tags.count) kinds of \(payloads.count) values")
    }
    self.tags = tags
    for code in tags.indices.dropFirst() {
      if !noteCode(UInt32(code)) { throw unpacker.problem("the value \(code) is out of order") }
    }
    if stringCodes.count != strings.count || numberCodes.count != numbers.count
      || listCodes.count != lists.count
    {
      throw unpacker.problem("tables of \(strings.count) strings, \(numbers.count) numbers")
    }
  }

  /// Learns the way back to a code; codes come in their order, as do strings, numbers and lists.
  ///
  /// - Returns: Whether the value has its place in that order.
  private mutating func noteCode(_ code: UInt32) -> Bool {
    let payload = payloads[Int(code)]
    switch tags[Int(code)] {
    case .absent: return false
    case .number: numberCodes.append(code)
    case .string:
      if payload != UInt64(stringCodes.count) || payload >= UInt64(strings.count) { return false }
      stringCodes.append(code)
    case .boolean:
      if payload == 1 { booleanCodes.yes = code } else { booleanCodes.no = code }
    case .list:
      if payload != UInt64(listCodes.count) || payload >= UInt64(lists.count) { return false }
      listCodes.append(code)
      let elements = elementsInOrder(code)
      if elements.contains(where: { $0 >= code }) { return false }
      listElements.append(Set(elements).sorted())
    }
    return true
  }
}
