/// How a person of the sample shop behaves; the truth that later work is judged by.
package enum Habit: String, CaseIterable, Sendable {
  /// Looks around often, buys next to never.
  case browser
  /// Waits for coupons, fills carts and leaves them, buys the cheaper things.
  case bargainHunter = "bargain_hunter"
  /// Comes often, buys often, mostly from one category.
  case loyalBuyer = "loyal_buyer"
  /// Was active, comes ever more seldom, then stays away.
  case fading
  /// Came for the first time in the last weeks of the sample.
  case newcomer
  /// Arrived through a campaign, comes seldom, buys at once or never.
  case campaignVisitor = "campaign_visitor"
  /// A program: fast, regular, many pages, no purchases.
  case bot

  /// Share of the people. Unit: per mille; all habits together give 1,000.
  var share: Int {
    switch self {
    case .browser: 370
    case .bargainHunter: 160
    case .loyalBuyer: 150
    case .fading: 120
    case .newcomer: 90
    case .campaignVisitor: 100
    case .bot: 10
    }
  }

  /// The habit that a draw of 0..<1,000 falls on.
  init(draw: Int) {
    var rest = draw
    for habit in Habit.allCases {
      rest -= habit.share
      if rest < 0 {
        self = habit
        return
      }
    }
    self = .browser
  }
}
