/// One person of the sample: what never changes, and what they carry from visit to visit.
///
/// Whole numbers of small width: a million people take less than 100 MB.
struct Shopper {
  let habit: Habit
  /// Times the habit's number of visits. Unit: per mille.
  let activity: Int32
  /// Days count from the first day of the sample. The first visit is on `startDay`.
  let startDay: Int32
  /// Fading people come ever more seldom up to this day, then no more; else never reached.
  let lastDay: Int32
  /// Away in pauseStart..<pauseEnd.
  let pauseStart: Int32
  let pauseEnd: Int32
  /// Days from the sample's first day to the day on which the account renews.
  let renewsDay: Int32
  let favouriteCategory: UInt8
  /// Two products that the person comes back to.
  let favourites: (UInt16, UInt16)
  /// Index into `Visitor.devices`, for the first and second anonymous id.
  let devices: (UInt8, UInt8)
  let age: UInt8
  /// Index into `EventWriter.countries`.
  let country: UInt8
  /// Chooses the dearer of two products.
  let spendsHigh: Bool
  /// Comes in the evening rather than by day; at weekends rather than in the week.
  let isNightOwl: Bool
  let isWeekender: Bool
  let wantsAccount: Bool

  /// The account exists (also when it was made before the sample begins).
  var hasAccount: Bool
  var isVip: Bool
  var hasCancelled = false
  /// Whether the anonymous id of each device was joined with the user id.
  var hasJoined = (false, false)
  /// The cart as it was left: pieces, value, last product, and the day it was last touched.
  var cartItems: Int32 = 0
  var cartCents: Int32 = 0
  var cartProduct: UInt16 = 0
  var cartDay: Int32 = 0

  /// Draws a person; `dayCount` is the length of the sample.
  init(dayCount: Int, random: inout SplitMix64) {
    let habit = Habit(draw: random.below(1_000))
    let profile = HabitProfile.of(habit)
    self.habit = habit
    activity = Int32(350 + random.skewed(2_000))
    let start = Self.startDay(of: habit, dayCount: dayCount, &random)
    startDay = Int32(start)
    lastDay = habit == .fading ? Int32(start + 5 + random.below(max(1, dayCount - start))) : .max
    (pauseStart, pauseEnd) = Self.pause(dayCount: dayCount, &random)
    renewsDay = Int32(random.below(365))
    let category = random.skewed(Catalogue.categories.count)
    favouriteCategory = UInt8(category)
    favourites = (
      UInt16(Catalogue.product(in: category, &random)),
      UInt16(Catalogue.product(in: category, &random))
    )
    let choice = habit == .bot ? Visitor.botDevices : Visitor.personDevices
    devices = (
      UInt8(choice.lowerBound + random.below(choice.count)),
      UInt8(choice.lowerBound + random.below(choice.count))
    )
    age = UInt8(18 + random.skewed(60))
    country = UInt8(random.skewed(EventWriter.countries.count))
    spendsHigh = habit != .bargainHunter && random.chance(350)
    isNightOwl = random.chance(400)
    isWeekender = random.chance(350)
    wantsAccount = random.chance(profile.account)
    hasAccount = wantsAccount && habit != .newcomer && random.chance(750)
    isVip = hasAccount && random.chance(profile.vip)
  }

  /// Newcomers start in the last three weeks, campaign visitors at any time, all others early.
  private static func startDay(
    of habit: Habit, dayCount: Int, _ random: inout SplitMix64
  ) -> Int {
    switch habit {
    case .newcomer: dayCount - 1 - random.below(min(21, dayCount))
    case .campaignVisitor: random.below(dayCount)
    default: random.below(max(1, min(14, dayCount / 3)))
    }
  }

  /// Some people stay away for a month and more and are back in the last days of the sample.
  private static func pause(
    dayCount: Int, _ random: inout SplitMix64
  ) -> (start: Int32, end: Int32) {
    let end = dayCount - 1 - random.below(12)
    let start = end - 31 - random.below(10)
    return random.chance(80) && start > 14 ? (Int32(start), Int32(end)) : (0, 0)
  }
}
