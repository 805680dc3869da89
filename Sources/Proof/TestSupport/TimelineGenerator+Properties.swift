import StarlingModel

extension TimelineGenerator {
  /// Properties and context of a selectable event; numbers include some whose sum depends on the
  /// order when it is rounded at each step.
  func properties(using random: inout SeededGenerator) -> [PropertyPath: Value] {
    var properties: [PropertyPath: Value] = [:]
    func set(_ path: PropertyPath, _ percent: Int, _ choices: [Value]) {
      if random.chance(percent) { properties[path] = random.pick(choices) }
    }
    set("product_id", 60, ["p1", "p2", "p3", 1, ["p1", "p2"]])
    set("category", 50, ["books", "toys", "electronics", "Bücher"])
    set("amount", 60, [0, 10, 20, 0.1, 0.2, 0.3, 100, 1e16, -1e16, -20, "20"])
    set("seconds", 40, [0, 30, 60, 90, 200])
    set("gift", 40, [true, false, "true"])
    set("tags", 40, [["a"], ["a", "b"], [], ["b", 1, true], "a"])
    set("order.total", 30, [5, 50, 500])
    set("order.currency", 30, ["EUR", "USD"])
    set("context.device.type", 40, ["mobile", "desktop"])
    return properties
  }

  /// Traits of an identify call; dates lie around the history's instants.
  func traits(using random: inout SeededGenerator) -> [PropertyPath: Value] {
    var traits: [PropertyPath: Value] = [:]
    func set(_ path: PropertyPath, _ percent: Int, _ choices: [Value]) {
      if random.chance(percent) { traits[path] = random.pick(choices) }
    }
    set("plan", 60, ["free", "vip", "trial", 1])
    set("age", 40, [17, 18, 40, "18"])
    set("country", 40, ["DE", "AT", "US"])
    set("interests", 30, [["a", "b"], ["b"], []])
    set("subscribed", 30, [true, false])
    set(
      "renews", 60,
      [
        "2026-03-28", "2026-04-01", "2026-03-29T01:30:00Z", "2026-03-29T03:30:00.001+02:00",
        "2026-04-02T12:00Z", "2026-02-30", "soon", 20_260_401,
      ])
    return traits
  }
}
