import Foundation

/// Why the system refused a call.
struct SystemFailure: Error {
  /// The value of `errno`.
  let number: Int32

  /// What the system says about it, such as `Permission denied`.
  var reason: String { String(cString: strerror(number)) }

  /// Why a file cannot be read; nil when it can.
  static func reading(_ path: String) -> SystemFailure? {
    access(path, R_OK) == 0 ? nil : SystemFailure(number: errno)
  }
}
