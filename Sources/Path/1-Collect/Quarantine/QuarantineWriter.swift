import StarlingColumns

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Writes rejections to a file of JSON Lines:
///
///     {"file":"a.jsonl","line":7,"reason":"missingPerson","detail":"…","raw":"{…}"}
///
/// `raw` is the text as it came; where it is not UTF-8, `rawBase64` takes its place. The file is
/// made with the first rejection, so that a clean import leaves none behind.
package struct QuarantineWriter: ~Copyable {
  private let target: QuarantineTarget
  /// The file that is written; known with the first rejection.
  package private(set) var path: String
  /// Whether a file with something in it was replaced.
  package private(set) var hasReplaced = false
  private var descriptor: Int32 = -1
  private var buffer: [UInt8] = []
  /// Rejections written so far, by reason.
  package private(set) var counts: [RejectReason: Int] = [:]

  private static let bufferBytes = 64 << 10

  /// Prepares to write to `target` with the first rejection.
  package init(_ target: QuarantineTarget) {
    self.target = target
    path = target.path
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Rejections written so far.
  package var count: Int { counts.values.reduce(0, +) }

  /// Writes a rejection; it may stay in memory until `finish`.
  ///
  /// - Throws: `CollectError.system` when the file cannot be written.
  package mutating func write(_ rejection: Rejection) throws(CollectError) {
    if descriptor < 0 { try openFile() }
    counts[rejection.reason, default: 0] += 1
    Self.append(rejection, to: &buffer)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Writes what is still in memory.
  ///
  /// - Throws: `CollectError.system` when the file cannot be written.
  package mutating func finish() throws(CollectError) {
    if descriptor >= 0 { try flush() }
  }

  /// Appends a rejection as one line of JSON.
  static func append(_ rejection: Rejection, to text: inout [UInt8]) {
    text += "{\"file\":".utf8
    JSONText.append(rejection.file, to: &text)
    text += ",\"line\":\(rejection.line),\"reason\":\"\(rejection.reason.rawValue)\"".utf8
    text += ",\"detail\":".utf8
    JSONText.append(rejection.detail, to: &text)
    if JSONDocument.isUTF8(rejection.raw.span, from: 0, to: rejection.raw.count) {
      text += ",\"raw\":".utf8
      JSONText.append(rejection.raw.span, to: &text)
    } else {
      text += ",\"rawBase64\":\"".utf8
      Base64.append(rejection.raw, to: &text)
      text.append(UInt8(ascii: "\""))
    }
    text += "}\n".utf8
  }

  private mutating func openFile() throws(CollectError) {
    var number = 1
    switch target {
    case .replacing: descriptor = replace()
    case .numbered(let first):
      repeat {
        path = QuarantineTarget.numbered(first, number)
        number += 1
        // Safe: the path is passed as a C string for the call.
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      } while descriptor < 0 && errno == EEXIST
    }
    if descriptor < 0 {
      throw CollectError.system(
        "create", place: path, number: errno,
        remedy: "lines that cannot be read go there; --quarantine FILE names another place")
    }
  }

  /// Opens the file and empties it; notes whether there was something in it.
  private mutating func replace() -> Int32 {
    var facts = stat()
    // Safe: the path is passed as a C string for the calls, the facts go to a local.
    hasReplaced = unsafe stat(path, &facts) == 0 && facts.st_size > 0
    return unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  }

  private mutating func flush() throws(CollectError) {
    try FileWriting.writeAll(buffer.span, to: descriptor, place: path)
    buffer.removeAll(keepingCapacity: true)
  }
}
