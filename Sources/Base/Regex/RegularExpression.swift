import CStarlingRegex

/// A compiled regular expression (RE2 syntax: no backtracking, so no look-around and no
/// back-references) that answers whether it is found anywhere in a text.
///
/// - Complexity: Linear in the text for every pattern; at most `memoryBytes` per pattern.
@safe package final class RegularExpression: Sendable {
  /// Budget for the program and its cached automata. A pattern that needs more does not compile.
  package static let memoryBytes: Int64 = 1 << 20

  // Safe: the handle never changes, is freed once in deinit, and RE2 guards its caches with locks.
  private nonisolated(unsafe) let handle: OpaquePointer

  /// Compiles a pattern.
  ///
  /// - Throws: The engine's reason when `pattern` is not a regular expression or is too large.
  package init(_ pattern: String) throws(RegularExpressionProblem) {
    var pattern = pattern
    // Safe: the shim copies the pattern before the closure returns.
    let made: OpaquePointer? = pattern.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe starling_regex_compile(
          characters.baseAddress, characters.count, RegularExpression.memoryBytes)
      }
    }
    guard let compiled = unsafe made else {
      throw RegularExpressionProblem(message: "memory is exhausted")
    }
    // Safe: the message is copied before the pattern is freed.
    if let problem = unsafe starling_regex_problem(compiled) {
      let message = unsafe String(cString: problem)
      unsafe starling_regex_free(compiled)
      throw RegularExpressionProblem(message: message)
    }
    unsafe handle = compiled
  }

  deinit {
    // Safe: the last reference is gone, so nobody is matching.
    unsafe starling_regex_free(handle)
  }

  /// Whether the pattern is found anywhere in `text`.
  package func isFound(in text: String) -> Bool {
    isFound(in: text.utf8.span)
  }

  /// Whether the pattern is found anywhere in `text`, which is UTF-8.
  package func isFound(in text: borrowing Span<UInt8>) -> Bool {
    // Safe: the matcher reads within the count and keeps no pointer.
    unsafe text.withUnsafeBufferPointer { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe starling_regex_is_found(handle, characters.baseAddress, characters.count)
      }
    }
  }
}
