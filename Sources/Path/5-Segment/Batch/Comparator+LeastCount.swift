import StarlingLanguage

extension Comparator {
  /// For comparisons that hold from or below some whole number on: that number, and whether they
  /// hold from there on. `nil` for equality and for numbers out of any count's reach.
  @inline(__always)
  func leastCount(_ constant: Double) -> (least: Int, holds: Bool)? {
    switch self {
    case .greaterOrEqual, .less:
      let least = constant.rounded(.up)
      return least >= 0 && least < 1e9 ? (Int(least), self == .greaterOrEqual) : nil
    case .greater, .lessOrEqual:
      let least = constant.rounded(.down) + 1
      return least >= 0 && least < 1e9 ? (Int(least), self == .greater) : nil
    case .equal where constant == 0: return (1, false)
    case .notEqual where constant == 0: return (1, true)
    case .equal, .notEqual: return nil
    }
  }
}
