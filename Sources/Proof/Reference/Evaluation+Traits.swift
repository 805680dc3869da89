import StarlingModel

extension Evaluation {
  /// The value that the latest visible identify event with the trait gave it; the first for traits
  /// that are set once.
  func traitValue(_ path: PropertyPath) -> Value? {
    let settings = settings(of: path)
    return path.components.first == "$set_once" && path.components.count > 1
      ? settings.first?.value : settings.last?.value
  }

  /// The instant of the first identify event of the latest unbroken run of the present value.
  func startOfTraitValue(_ path: PropertyPath) -> Stamp? {
    if path.components.first == "$set_once" && path.components.count > 1 {
      return settings(of: path).first?.stamp
    }
    var start: Stamp?
    var previous: Value?
    for setting in settings(of: path) {
      if !Operators.isEqual(setting.value, previous) { start = setting.stamp }
      previous = setting.value
    }
    return start
  }

  /// Every time the trait was set, in timeline order.
  private func settings(of path: PropertyPath) -> [(stamp: Stamp, value: Value)] {
    visible.filter { $0.kind == .identify }.compactMap { event in
      event.properties[path].map { (event.stamp, $0) }
    }
  }
}
