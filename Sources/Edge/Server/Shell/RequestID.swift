import HTTPTypes
import Synchronization

/// Names of requests: in the answer's header, in every problem and in the logs.
enum RequestID {
  /// The header that carries the id in both directions.
  static let header: HTTPField.Name = {
    guard let name = HTTPField.Name("x-request-id") else { preconditionFailure("a valid name") }
    return name
  }()

  private static let run = String(UInt32.random(in: .min ... .max), radix: 36)
  private static let counter = Atomic<UInt64>(0)

  /// The client's own id, when it is short and plain; else the next one of this run.
  static func of(_ fields: HTTPFields) -> String {
    if let given = fields[header], (1...64).contains(given.utf8.count),
      given.utf8.allSatisfy(isPlain)
    {
      return given
    }
    return next()
  }

  /// The next one of this run.
  static func next() -> String {
    let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
    return run + "-" + String(number, radix: 36)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
