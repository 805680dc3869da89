import StarlingActivate
import StarlingModel
import StarlingTestSupport

/// A receiver of webhooks that does what the guide tells: it checks the signature, and does
/// everything once for each id. It has bad days.
struct SimulatedDestination {
  /// How it is configured in the server.
  var target: WebhookTarget
  /// It is sent what comes behind this position.
  let cursor: Int64
  /// What each id told, without the number of the attempt.
  private(set) var told: [String: String] = [:]
  /// Ids that it did, in order.
  private(set) var done: [String] = []
  /// Requests that came.
  private(set) var count = 0

  /// A destination that is sent what comes behind a position.
  init(_ target: WebhookTarget, cursor: Int64) {
    self.target = target
    self.cursor = cursor
  }

  /// Takes a request.
  ///
  /// - Parameter isCalm: Whether this is a good day.
  /// - Returns: The answer; `nil` when there comes none.
  /// - Throws: `BrokenRule` when the request is not what was promised.
  mutating func take(
    _ request: WebhookRequest, now: Stamp, isCalm: Bool, using random: inout SeededGenerator
  ) throws -> AttemptResult? {
    count += 1
    let id = try check(request, now: now)
    let mood = isCalm ? 99 : random.number(0...99)
    switch mood {
    case 0..<6: return .answered(status: 500)
    case 6..<9: return .answered(status: 503, retryAfter: "\(random.number(1...40))")
    case 9..<12: return .answered(status: 429, retryAfter: "\(random.number(1...900))")
    case 12..<13: return .answered(status: 400)
    case 13..<18: return nil
    case 18..<22:
      note(id)
      return nil
    case 22..<25:
      note(id)
      return .answered(status: 502)
    default:
      note(id)
      return .answered(status: 200)
    }
  }

  private mutating func note(_ id: String) {
    if !done.contains(id) { done.append(id) }
  }

  private mutating func check(_ request: WebhookRequest, now: Stamp) throws -> String {
    func header(_ name: String) -> String {
      request.headers.first { $0.name == name }?.value ?? ""
    }
    let isSigned = WebhookSignature.isValid(
      header(WebhookSignature.headerName), body: request.body, secret: target.secrets[0],
      nowSeconds: now.milliseconds / 1_000)
    let text = String(decoding: request.body, as: UTF8.self)
    let id = header("Idempotency-Key")
    guard isSigned, let body = try? OrderedJSON(reading: text), body["id"]?.string == id else {
      throw BrokenRule(.deliveryWrong, "\(target.id) was sent, badly signed or named: \(text)")
    }
    let content = OrderedJSON.object(body.members.filter { $0.key != "attempt" }).text
    if let before = told[id], before != content {
      throw BrokenRule(.deliveryWrong, "\(id) told \(before) and later \(content)")
    }
    told[id] = content
    return id
  }
}
