import StarlingModel
import StarlingSample
import Testing

/// The habits can be told apart by what people do.
@Suite struct HabitTests {
  private let sample: SampleFixture
  /// Timelines by habit.
  private let people: [String: [[SampleFixture.Line]]]

  init() throws {
    sample = try SampleFixture.shared.get()
    var people: [String: [[SampleFixture.Line]]] = [:]
    for (person, lines) in sample.timelines {
      people[sample.truth[person] ?? "unknown", default: []].append(lines)
    }
    self.people = people
  }

  private func lines(_ habit: Habit) -> [SampleFixture.Line] {
    people[habit.rawValue, default: []].flatMap { $0 }
  }

  private func count(_ event: String, _ habit: Habit) -> Int {
    lines(habit).count { $0.event == event }
  }

  /// Events of a name for one person of a habit.
  private func rate(_ event: String, _ habit: Habit) -> Double {
    Double(count(event, habit)) / Double(max(1, people[habit.rawValue, default: []].count))
  }

  @Test func `the truth names everybody who left an event, and nobody else`() {
    #expect(Set(sample.timelines.keys) == Set(sample.truth.keys))
    #expect(people["unknown"] == nil)
    for habit in Habit.allCases {
      #expect(people[habit.rawValue]?.count == sample.summary.people[habit])
      #expect(!people[habit.rawValue, default: []].isEmpty, "\(habit)")
    }
  }

  @Test func `bots never buy, never log in, and click at a steady pace`() {
    let bots = people[Habit.bot.rawValue, default: []]
    let allowed: Set = ["product_view", nil]
    for bot in bots {
      #expect(bot.allSatisfy { allowed.contains($0.event) && $0.userID == nil })
      #expect(bot.count > 40)
      let pauses = zip(bot, bot.dropFirst()).map { $1.stamp - $0.stamp }.filter { $0 < 60_000 }
      let usual = pauses.sorted()[pauses.count / 2]
      #expect(usual <= 2_000)
    }
  }

  @Test func `loyal buyers buy the most, browsers hardly ever`() {
    let others = Habit.allCases.filter { $0 != .loyalBuyer }
    for habit in others { #expect(rate("purchase", .loyalBuyer) > 2 * rate("purchase", habit)) }
    #expect(rate("purchase", .browser) < 0.5)
    #expect(rate("product_view", .browser) > 20)
  }

  @Test func `bargain hunters use coupons and leave carts`() {
    func couponShare(_ habit: Habit) -> Double {
      let orders = lines(habit).filter { $0.event == "purchase" }
      let used = orders.count { $0.properties["coupon"] != nil }
      return Double(used) / Double(max(1, orders.count))
    }
    #expect(couponShare(.bargainHunter) > 0.7)
    #expect(couponShare(.loyalBuyer) < 0.3)
    #expect(count("add_to_cart", .bargainHunter) > 2 * count("purchase", .bargainHunter))
    #expect(rate("email_open", .bargainHunter) > rate("email_open", .browser))
  }

  @Test func `fading people do less and less`() {
    let end = sample.shop.end.milliseconds
    let half = end - Int64(sample.shop.days) * Milliseconds.day / 2
    let events = lines(.fading)
    let early = events.count { $0.stamp < half }
    #expect(early > 2 * (events.count - early))
  }

  @Test func `newcomers came in the last three weeks`() {
    let start = sample.shop.end.milliseconds - 21 * Milliseconds.day
    #expect(lines(.newcomer).allSatisfy { $0.stamp >= start })
  }

  @Test func `campaign visitors come through campaigns`() {
    func share(_ habit: Habit) -> Double {
      let all = lines(habit)
      let through = all.count { $0.context["campaign"] != nil }
      return Double(through) / Double(max(1, all.count))
    }
    #expect(share(.campaignVisitor) > 0.5)
    #expect(share(.browser) < 0.2)
    #expect(share(.bot) == 0)
  }

  @Test func `people are anonymous before they log in`() {
    let known = people.values.joined().filter { $0.contains { $0.userID != nil } }
    let before = known.count { timeline in timeline.first?.userID == nil }
    #expect(before * 2 > known.count)
    let anonymous = people.values.joined().count { $0.allSatisfy { $0.userID == nil } }
    #expect(anonymous > 20)
  }

  @Test func `people prefer a category`() {
    var shares: [Double] = []
    for timeline in people.values.joined() {
      var views: [String: Int] = [:]
      for line in timeline where line.event == "product_view" {
        views[line.properties["category"]?.text ?? "", default: 0] += 1
      }
      let all = views.values.reduce(0, +)
      if all >= 20 { shares.append(Double(views.values.max() ?? 0) / Double(all)) }
    }
    let mean = shares.reduce(0, +) / Double(max(1, shares.count))
    #expect(mean > 0.45)
  }
}
