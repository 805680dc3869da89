import StarlingColumns
import StarlingModel

/// Turns a body as it came into JSON text.
///
/// 1. Compression: the header `Content-Encoding` (`gzip`, `deflate`), the query mark
///    `compression=gzip-js`, or, when nothing says so, the first two bytes of gzip.
/// 2. A form: `data=` holds the JSON, as it is or in base64, which may again be gzip. A form
///    without `data` becomes an object of strings where the protocol has such.
/// 3. A request without body: `data` of the query, or the query itself for a pixel.
///
/// Content types say little, because browsers send JSON as text/plain and curl as a form: what
/// begins like JSON is JSON.
struct BodyDecoder {
  /// The JSON, then readable bytes behind it.
  private(set) var text: [UInt8] = []
  /// Length of the JSON. Unit: bytes.
  private(set) var count = 0

  private var spare: [UInt8] = []
  private let inflater = Inflater()

  /// Decodes a body; `text` and `count` are what it holds.
  mutating func decode(
    _ request: CollectRequest, _ body: Span<UInt8>
  ) throws(RequestProblem) {
    text.removeAll(keepingCapacity: true)
    count = 0
    let bytesMax = request.endpoint.bodyBytesMax
    if body.count > bytesMax { throw RequestProblem.tooLarge(bytesMax) }
    if body.isEmpty {
      try decodeQuery(request, bytesMax)
    } else {
      text.append(copying: body)
      try unwrap(request, bytesMax)
    }
    try check(request.endpoint)
    count = text.count
    text.append(contentsOf: repeatElement(0, count: InputChunk.padding))
  }

  // MARK: Compression

  private mutating func unwrap(
    _ request: CollectRequest, _ bytesMax: Int
  ) throws(RequestProblem) {
    try decompress(request, bytesMax)
    let kind = text.span.firstSign
    if kind == UInt8(ascii: "{") || kind == UInt8(ascii: "[") { return }
    let mark = FormItems(request.query)["compression"]
    let isForm = request.contentType?.lowercased().hasPrefix(Self.formType) ?? false
    if isForm || text.span.starts(with: Self.dataMark) {
      try decodeForm(request, bytesMax)
    } else if mark == "base64" {
      let encoded = text
      try decodeBase64(encoded.span, request, bytesMax)
    }
  }

  private static let formType = "application/x-www-form-urlencoded"
  private static let dataMark = Array("data=".utf8)

  private mutating func decompress(
    _ request: CollectRequest, _ bytesMax: Int
  ) throws(RequestProblem) {
    var layers = 0
    let encoding = request.contentEncoding?.lowercased() ?? ""
    switch encoding {
    case "", "identity", "gzip", "x-gzip": break
    case "deflate":
      // Called deflate and meant to be zlib; some clients leave the wrapping out.
      let isZlib =
        text.count > 1 && text[0] & 15 == 8 && (Int(text[0]) << 8 | Int(text[1])) % 31 == 0
      try inflate(isZlib ? .zlib : .raw, bytesMax)
      layers += 1
    case let other:
      throw RequestProblem(
        415, nil, "Content-Encoding \"\(other.prefix(40))\" is not known; use gzip or deflate")
    }
    let saysGzip = encoding == "gzip" || encoding == "x-gzip"
    while text.span.isGzip {
      if layers == Limits.compressionLayersMax {
        throw RequestProblem(
          400, .damagedBody, "it is compressed more than \(Limits.compressionLayersMax) times")
      }
      try inflate(.gzip, bytesMax)
      layers += 1
    }
    // A proxy that decompressed the body may have left the header; other bytes are damage.
    let first = text.span.firstSign
    if saysGzip && layers == 0 && first != UInt8(ascii: "{") && first != UInt8(ascii: "[")
      && !text.span.starts(with: Self.dataMark)
    {
      throw RequestProblem(
        400, .damagedBody, "Content-Encoding says gzip, but the body does not begin as gzip does")
    }
  }

  private mutating func inflate(
    _ framing: Inflater.Framing, _ bytesMax: Int
  ) throws(RequestProblem) {
    var output = spare
    spare = []
    output.removeAll(keepingCapacity: true)
    let outcome = inflater.inflate(text.span, framing, to: &output, bytesMax: bytesMax)
    spare = text
    text = output
    switch outcome {
    case .whole: return
    case .tooLarge:
      text.removeAll()
      throw RequestProblem.tooLarge(bytesMax)
    case .damaged:
      throw RequestProblem(
        400, .damagedBody, "the body is not whole \(framing); send it again")
    }
  }

  // MARK: Forms and queries

  private mutating func decodeForm(
    _ request: CollectRequest, _ bytesMax: Int
  ) throws(RequestProblem) {
    let items = FormItems(text.span)
    if let data = items["data"] {
      try decodeData(data, request, bytesMax)
    } else if request.endpoint == .webhook {
      text.removeAll(keepingCapacity: true)
      items.appendJSON(to: &text)
    }
  }

  private mutating func decodeData(
    _ data: String, _ request: CollectRequest, _ bytesMax: Int
  ) throws(RequestProblem) {
    let bytes = Array(data.utf8)
    let first = bytes.span.firstSign
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      text = bytes
    } else {
      try decodeBase64(bytes.span, request, bytesMax)
    }
  }

  private mutating func decodeBase64(
    _ encoded: Span<UInt8>, _ request: CollectRequest, _ bytesMax: Int
  ) throws(RequestProblem) {
    guard let bytes = Base64.decoded(encoded) else {
      throw RequestProblem(400, .damagedBody, "data is neither JSON nor base64")
    }
    text = bytes
    if text.span.isGzip { try inflate(.gzip, bytesMax) }
  }

  private mutating func decodeQuery(
    _ request: CollectRequest, _ bytesMax: Int
  ) throws(RequestProblem) {
    if request.query.utf8.count > Limits.queryBytesMax {
      throw RequestProblem(
        414, nil, "the query has more than \(Limits.queryBytesMax) bytes; send a body")
    }
    let items = FormItems(request.query)
    if let data = items["data"] {
      try decodeData(data, request, bytesMax)
    } else if case .pixel = request.endpoint {
      PixelCall(items).appendJSON(to: &text)
    }
  }

  /// A body must hold something; a byte-order mark before it means nothing.
  private mutating func check(_ endpoint: CollectEndpoint) throws(RequestProblem) {
    if text.span.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    if text.span.firstSign == nil {
      throw RequestProblem(400, nil, "the body is empty; expected JSON")
    }
  }
}

extension Span where Element == UInt8 {
  /// The first byte that is no blank; `nil` when there is none.
  var firstSign: UInt8? {
    var index = 0
    while index < count {
      let byte = self[index]
      if byte != 0x20 && !(byte >= 0x09 && byte <= 0x0D) { return byte }
      index &+= 1
    }
    return nil
  }

  /// Whether the bytes begin as gzip does.
  var isGzip: Bool { count >= 2 && self[0] == 0x1F && self[1] == 0x8B }

  func starts(with bytes: [UInt8]) -> Bool {
    count >= bytes.count && extracting(first: bytes.count).matches(bytes.span)
  }
}
