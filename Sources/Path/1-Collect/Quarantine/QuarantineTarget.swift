/// Where lines go that cannot be read.
package enum QuarantineTarget: Hashable, Sendable {
  /// Exactly this file; what is there is replaced.
  case replacing(String)
  /// The first of `name.jsonl`, `name-2.jsonl`, `name-3.jsonl` … that is not there yet, so that
  /// no run destroys what another set aside.
  case numbered(String)

  /// The path that was asked for, without a number.
  var path: String {
    switch self {
    case .replacing(let path), .numbered(let path): path
    }
  }

  /// The path with a number from 2 on before its ending; 1 is the path itself.
  static func numbered(_ path: String, _ number: Int) -> String {
    if number == 1 { return path }
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else {
      return "\(path)-\(number)"
    }
    return "\(path[..<dot])-\(number)\(path[dot...])"
  }

  /// The quarantine files that are there already: none of them is meant when a pattern or a
  /// folder names the input.
  var existing: Set<FileIdentity> {
    guard case .numbered(let path) = self else {
      return FileIdentity(path: path).map { [$0] } ?? []
    }
    var found: Set<FileIdentity> = []
    var number = 1
    while let identity = FileIdentity(path: Self.numbered(path, number)) {
      found.insert(identity)
      number += 1
    }
    return found
  }
}
