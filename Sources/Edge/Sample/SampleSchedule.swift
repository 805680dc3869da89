/// Who comes to the shop on which day, and at what time.
struct SampleSchedule {
  private var shoppers: [Shopper] = []
  private let seed: UInt64
  private let firstDay: Int
  /// Nothing happens before. Unit: ms since 1970 UTC.
  private let startMs: Int64
  private(set) var planner: VisitPlanner

  /// How busy the days of the week are, Monday first, for most people and for weekenders.
  /// Unit: per mille.
  private static let weekdays = [1_020, 1_000, 1_000, 1_040, 1_060, 980, 900]
  private static let weekenderDays = [650, 600, 620, 700, 1_000, 1_750, 1_680]
  /// How busy the hours are, for most people and for night owls. Shape: 24 weights.
  private static let hours = [
    3, 2, 1, 1, 1, 3, 10, 25, 45, 60, 70, 75, 85, 75, 65, 62, 65, 70, 75, 70, 60, 45, 22, 10,
  ]
  private static let owlHours = [
    30, 18, 9, 4, 2, 2, 4, 8, 14, 20, 25, 28, 32, 30, 28, 30, 38, 50, 70, 100, 135, 145, 115, 63,
  ]

  /// Draws the people of a sample of `dayCount` days.
  init(people: Int, dayCount: Int, seed: UInt64, firstDay: Int, startMs: Int64) {
    self.seed = seed
    self.firstDay = firstDay
    self.startMs = startMs
    planner = VisitPlanner(firstDay: firstDay)
    shoppers.reserveCapacity(people)
    for person in 0..<people {
      var random = SplitMix64(seed: seed, stream: UInt64(person))
      shoppers.append(Shopper(dayCount: dayCount, random: &random))
    }
  }

  /// The habit of a person.
  func habit(of person: Int) -> Habit { shoppers[person].habit }

  /// Plans the visits of all people that start on a day (counted from the first).
  mutating func plan(day: Int) {
    let weekday = (firstDay + day + 3) % 7
    for person in shoppers.indices {
      let shopper = shoppers[person]
      guard day >= Int(shopper.startDay), day <= Int(shopper.lastDay),
        day < Int(shopper.pauseStart) || day >= Int(shopper.pauseEnd)
      else { continue }
      planner.random = SplitMix64(seed: seed, stream: UInt64(day + 1) << 32 | UInt64(person))
      planner.shopper = shopper
      planner.profile = HabitProfile.of(shopper.habit)
      planner.person = Int32(person)
      planner.day = day
      planDay(of: shopper, day: day, weekday: weekday)
      shoppers[person] = planner.shopper
    }
  }

  /// Hands over the planned events that arrive before `limit` (ms since 1970 UTC), by arrival.
  mutating func takeDue(
    before limit: Int64, _ body: (PlannedEvent) throws -> Void
  ) rethrows {
    try planner.queue.takeDue(before: limit, body)
  }

  private mutating func planDay(of shopper: Shopper, day: Int, weekday: Int) {
    let profile = planner.profile
    if shopper.hasJoined.0 && planner.random.chance(profile.emailOpen) {
      let campaign = drawCampaign(from: Visitor.newsletterCampaigns)
      let instant = drawStart(of: shopper, day: day)
      if instant >= startMs {
        planner.openEmail(at: instant, campaign: campaign)
        if planner.random.chance(250) { planVisit(from: instant + 20_000, campaign: campaign) }
      }
    }
    let isFirst = day == Int(shopper.startDay) || day == Int(shopper.pauseEnd)
    guard isFirst || planner.random.below(1_000_000) < visitChance(shopper, day, weekday)
    else { return }
    let start = drawStart(of: shopper, day: day)
    if shopper.habit == .bot {
      if start >= startMs { planner.botRun(from: start) }
      return
    }
    planVisit(from: start, campaign: drawnCampaign(profile))
    if planner.random.chance(profile.secondVisit) {
      let pause = Int64(45 * 60_000 + planner.random.skewed(9 * 3_600_000))
      planVisit(from: planner.clock + pause, campaign: 0)
    }
  }

  private mutating func planVisit(from start: Int64, campaign: Int) {
    if start >= startMs { planner.visit(from: start, campaign: campaign) }
  }

  private mutating func drawnCampaign(_ profile: HabitProfile) -> Int {
    planner.random.chance(profile.campaign) ? drawCampaign(from: 1..<Visitor.campaigns.count) : 0
  }

  private mutating func drawCampaign(from range: Range<Int>) -> Int {
    range.lowerBound + planner.random.below(range.count)
  }

  /// The chance of a visit on a day. Unit: per million.
  private func visitChance(_ shopper: Shopper, _ day: Int, _ weekday: Int) -> Int {
    let weekdays = shopper.isWeekender ? Self.weekenderDays : Self.weekdays
    var chance = planner.profile.visits * Int(shopper.activity) * weekdays[weekday] / 1_000
    if shopper.habit == .fading {
      // A straight line from the first day to the last.
      let span = Int(shopper.lastDay - shopper.startDay) + 1
      chance = chance * (Int(shopper.lastDay) - day + 1) / span
    }
    // A cart left lately brings people back.
    let hasFreshCart = shopper.cartItems > 0 && day <= Int(shopper.cartDay) + 2
    return hasFreshCart ? chance * 2 : chance
  }

  private mutating func drawStart(of shopper: Shopper, day: Int) -> Int64 {
    let weights = shopper.isNightOwl ? Self.owlHours : Self.hours
    var draw = planner.random.below(1_000)
    var hour = 0
    while hour < 23 && draw >= weights[hour] {
      draw -= weights[hour]
      hour += 1
    }
    let dayStart = Int64(firstDay + day) * 86_400_000
    return dayStart + Int64(hour) * 3_600_000 + Int64(planner.random.below(3_600_000))
  }
}
