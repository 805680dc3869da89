extension Chain {
  /// Whether its rows can be taken in once, in order of time, while time goes forward.
  ///
  /// 1. Every row is in its window from its own time on, until an instant that is known then.
  /// 2. Rows that must not be there are in their windows from their own time on, too, and for as
  ///    long as the rows before them are.
  func isOrderly(_ windows: WindowResolver) -> Bool {
    var shortestMs: Int64?
    func narrows(_ view: View) -> Bool {
      guard windows.holdsAtOnce(view.window) else { return false }
      if let reach = windows.reachMs(view.window) {
        shortestMs = min(shortestMs ?? .max, reach)
      }
      return true
    }
    func isHeld(_ view: View) -> Bool {
      if windows.isUnlimited(view.window) { return true }
      guard windows.holdsAtOnce(view.window), let reach = windows.reachMs(view.window),
        let shortestMs
      else { return false }
      return reach >= shortestMs
    }
    if !narrows(first) { return false }
    for step in steps {
      switch step {
      case .then(let view, _, let without):
        if let without, !isHeld(without) { return false }
        if !narrows(view) { return false }
      case .absent(let view, _):
        if !isHeld(view) { return false }
      }
    }
    return true
  }
}
