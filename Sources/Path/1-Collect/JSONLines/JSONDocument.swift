import CStarlingJSON
import StarlingColumns

/// A simdjson parser with the document it parsed last; memory is kept from line to line.
@safe struct JSONDocument: ~Copyable {
  // Safe: owned by this value, which cannot be copied; made in `init`, freed in `deinit`.
  private let parser: OpaquePointer
  private var parsed = unsafe starling_json_tape()

  init() {
    guard let made = unsafe starling_json_create(Limits.depthMax) else {
      preconditionFailure("no memory for a JSON parser")
    }
    unsafe parser = made
  }

  deinit { unsafe starling_json_free(parser) }

  /// Parses the document that fills `start..<end` of `bytes`.
  ///
  /// - Parameter isCall: Whether it is a call or a batch of calls, whose identifiers stay exact
  ///   however long a number they are.
  /// - Returns: Why it is no document; `nil` when it is one and `tape` shows it.
  mutating func parse(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, isCall: Bool = false
  ) -> LineProblem? {
    let status = status(bytes, from: start, to: end)
    if status == STARLING_JSON_OK { return nil }
    if status != STARLING_JSON_NUMBER { return problem(status) }
    var numbers = RefusedNumbers(isCall: isCall)
    if let problem = numbers.read(bytes.extracting(start..<end)) { return problem }
    let count = numbers.text.count
    numbers.text.append(contentsOf: repeatElement(0, count: InputChunk.padding))
    let again = self.status(numbers.text.span, from: 0, to: count)
    return again == STARLING_JSON_OK ? nil : problem(again)
  }

  private mutating func status(
    _ bytes: Span<UInt8>, from start: Int, to end: Int
  ) -> starling_json_status {
    precondition(
      start >= 0 && start <= end && end + InputChunk.padding <= bytes.count,
      "a JSON document needs \(InputChunk.padding) readable bytes behind it")
    // Safe: the range and the padding were checked against the span, which outlives the call.
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return STARLING_JSON_SYNTAX }
      return unsafe starling_json_parse(parser, base + start, end - start, &parsed)
    }
  }

  /// Why the last parse failed, and what to do about it.
  private func problem(_ status: starling_json_status) -> LineProblem {
    // Safe: a static string of the library.
    let message = unsafe String(cString: starling_json_message(parser))
    let cause = message.hasSuffix(".") ? String(message.dropLast()) : message
    return switch status {
    case STARLING_JSON_UTF8: LineProblem(.invalidUTF8, "\(cause); export it as UTF-8")
    case STARLING_JSON_DEPTH:
      LineProblem(.tooDeep, "more than \(Limits.depthMax) levels of objects and lists; flatten it")
    case STARLING_JSON_NUMBER:
      LineProblem(.numberOutOfRange, "\(cause); send the number as a string")
    case STARLING_JSON_MEMORY: LineProblem(.lineTooLong, cause)
    default:
      LineProblem(
        .invalidJSON,
        "\(cause); expected one JSON object, complete on its line, keys and texts in double quotes")
    }
  }

  /// What the last successful parse found.
  var tape: JSONTape {
    @_lifetime(borrow self)
    get {
      // Safe: simdjson keeps both buffers until the next parse, which needs exclusive access to
      // this value, and the view cannot outlive the borrow.
      let words = unsafe Span(_unsafeStart: parsed.words, count: parsed.word_count)
      let strings = unsafe Span(_unsafeStart: parsed.strings, count: parsed.string_count)
      return unsafe _overrideLifetime(JSONTape(words: words, strings: strings), borrowing: self)
    }
  }

  /// Whether all bytes before `end` are valid UTF-8.
  static func isUTF8(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Bool {
    let part = bytes.extracting(start..<end)
    // Safe: the buffer is read inside the call only.
    return unsafe part.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return true }
      return unsafe starling_json_is_utf8(base, buffer.count)
    }
  }
}
