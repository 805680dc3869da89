/// What a habit does how often. Chances are per mille unless the name says otherwise.
struct HabitProfile {
  /// Visits in 1,000 days for somebody of middling activity.
  var visits: Int
  /// Another visit some hours after the first one of a day.
  var secondVisit: Int
  /// Things looked at in a visit, on average beyond the first.
  var steps: Int
  /// After looking at a product: put it into the cart, or onto the wish list.
  var addToCart: Int
  var wishlist: Int
  /// After a cart was filled: look at it, then start to pay, then pay.
  var viewCart: Int
  var checkout: Int
  var purchase: Int
  /// A purchase uses a coupon.
  var coupon: Int
  /// A step is a search, or the reading of an article.
  var search: Int
  var article: Int
  /// On a product page: play the video, use a key feature.
  var video: Int
  var feature: Int
  /// A newsletter is opened on a day.
  var emailOpen: Int
  /// A visit comes through a campaign.
  var campaign: Int
  /// The person makes an account at some time.
  var account: Int
  /// The person is a vip from the start.
  var vip: Int

  /// The profile of each habit; bots follow `BotVisit` and use `visits` only.
  static func of(_ habit: Habit) -> HabitProfile {
    switch habit {
    case .browser: browser
    case .bargainHunter: bargainHunter
    case .loyalBuyer: loyalBuyer
    case .fading: fading
    case .newcomer: newcomer
    case .campaignVisitor: campaignVisitor
    case .bot: bot
    }
  }

  private static let browser = HabitProfile(
    visits: 150, secondVisit: 120, steps: 5, addToCart: 45, wishlist: 30, viewCart: 450,
    checkout: 120, purchase: 400, coupon: 100, search: 150, article: 160, video: 90, feature: 50,
    emailOpen: 20, campaign: 50, account: 600, vip: 20)

  private static let bargainHunter = HabitProfile(
    visits: 140, secondVisit: 150, steps: 5, addToCart: 160, wishlist: 110, viewCart: 750,
    checkout: 420, purchase: 600, coupon: 850, search: 260, article: 40, video: 40, feature: 40,
    emailOpen: 90, campaign: 130, account: 900, vip: 30)

  private static let loyalBuyer = HabitProfile(
    visits: 290, secondVisit: 100, steps: 3, addToCart: 230, wishlist: 50, viewCart: 600,
    checkout: 720, purchase: 880, coupon: 120, search: 110, article: 80, video: 70, feature: 110,
    emailOpen: 60, campaign: 40, account: 1_000, vip: 350)

  private static let fading = HabitProfile(
    visits: 330, secondVisit: 80, steps: 3, addToCart: 110, wishlist: 40, viewCart: 550,
    checkout: 400, purchase: 650, coupon: 200, search: 130, article: 70, video: 60, feature: 50,
    emailOpen: 25, campaign: 30, account: 950, vip: 150)

  private static let newcomer = HabitProfile(
    visits: 220, secondVisit: 150, steps: 4, addToCart: 110, wishlist: 70, viewCart: 600,
    checkout: 400, purchase: 600, coupon: 400, search: 180, article: 120, video: 110, feature: 70,
    emailOpen: 30, campaign: 180, account: 650, vip: 0)

  private static let campaignVisitor = HabitProfile(
    visits: 30, secondVisit: 200, steps: 3, addToCart: 180, wishlist: 30, viewCart: 500,
    checkout: 550, purchase: 700, coupon: 500, search: 60, article: 60, video: 110, feature: 30,
    emailOpen: 10, campaign: 800, account: 450, vip: 0)

  private static let bot = HabitProfile(
    visits: 260, secondVisit: 0, steps: 0, addToCart: 0, wishlist: 0, viewCart: 0, checkout: 0,
    purchase: 0, coupon: 0, search: 0, article: 0, video: 0, feature: 0, emailOpen: 0, campaign: 0,
    account: 0, vip: 0)
}
