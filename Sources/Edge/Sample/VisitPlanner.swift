/// Plans what one person does in one visit, event by event.
///
/// Holds the person whose turn it is; `SampleSchedule` sets it up before each visit.
struct VisitPlanner {
  var queue = ArrivalQueue()
  var shopper: Shopper
  var person: Int32 = 0
  var random: SplitMix64
  var profile: HabitProfile
  /// Days since the sample's first day, and that day as days since 1970.
  var day = 0
  let firstDay: Int
  /// The time that the visit has reached. Unit: ms since 1970 UTC.
  var clock: Int64 = 0
  private(set) var sender = PlannedEvent.Sender.firstDevice
  private(set) var slot = PlannedEvent.Sender.firstDevice
  private(set) var campaign = 0
  private var lastProduct: Int?
  private var messages: UInt64 = 0
  private(set) var lateCount = 0
  private(set) var repeatCount = 0

  /// A planner for a sample whose first day is `firstDay` (days since 1970).
  init(firstDay: Int) {
    self.firstDay = firstDay
    random = SplitMix64(seed: 0)
    shopper = Shopper(dayCount: 1, random: &random)
    profile = HabitProfile.of(.browser)
  }

  /// Plans a visit that starts at `start` (ms since 1970 UTC), through a campaign unless it is 0.
  mutating func visit(from start: Int64, campaign: Int) {
    begin(at: start, campaign: campaign)
    arrive()
    var isOver = shopper.cartItems > 0 && random.chance(500) && returnToCart()
    // The mean of a skewed draw is a third of its bound.
    var steps = 1 + random.skewed(3 * profile.steps)
    while !isOver && steps > 0 {
      isOver = step()
      steps -= 1
      if sender != .account && wantsToIdentify { identifyMidway() }
    }
    if shopper.hasAccount && sender != .account && !hasJoined { logIn() }
  }

  /// Plans the opening of a newsletter, outside any visit.
  mutating func openEmail(at instant: Int64, campaign: Int) {
    begin(at: instant, campaign: 0)
    sender = .account
    emit(.emailOpen, detail: campaign)
  }

  /// Adds an event at the clock. A few arrive late, a few arrive twice.
  mutating func emit(
    _ kind: ShopEvent, product: Int = 0, detail: Int = 0, number: Int = 0, cents: Int = 0,
    as otherSender: PlannedEvent.Sender? = nil, joining: PlannedEvent.Sender? = nil
  ) {
    messages += 1
    let sender = otherSender ?? sender
    var event = PlannedEvent(
      arrival: clock, stamp: clock, message: messages, person: person, number: Int32(number),
      cents: Int32(cents), product: UInt16(product), detail: UInt16(detail), kind: kind,
      sender: sender, joins: joining ?? sender,
      device: slot == .secondDevice ? shopper.devices.1 : shopper.devices.0,
      campaign: UInt8(campaign))
    let fate = random.below(1_000)
    if fate < 4 {
      event.arrival += 1_000 + Int64(random.skewed(Int(SampleShop.longestDelayMs) - 1_000))
      lateCount += 1
    }
    queue.append(event)
    if fate >= 996 {
      event.arrival += 200 + Int64(random.skewed(10 * 60_000))
      event.isRepeat = true
      queue.append(event)
      repeatCount += 1
    }
  }

  /// From here on events come from `newSender`.
  mutating func become(_ newSender: PlannedEvent.Sender) {
    sender = newSender
  }

  /// Lets time pass: at least `least`, mostly near it, less than `least + range`. Unit: ms.
  mutating func pass(_ least: Int, _ range: Int) {
    clock += Int64(least + random.skewed(range))
  }
}

extension VisitPlanner {
  private var hasJoined: Bool {
    slot == .secondDevice ? shopper.hasJoined.1 : shopper.hasJoined.0
  }

  /// The last days of somebody who stays away for good.
  var isLeaving: Bool { shopper.habit == .fading && day + 12 > Int(shopper.lastDay) }

  private var wantsToIdentify: Bool { shopper.wantsAccount && !(hasJoined && shopper.hasAccount) }

  mutating func begin(at start: Int64, campaign: Int) {
    clock = start
    self.campaign = campaign
    lastProduct = nil
    slot = shopper.hasAccount && random.chance(250) ? .secondDevice : .firstDevice
    sender = slot
    if Int(shopper.cartDay) + 7 < day { emptyCart() }
    if hasJoined && !random.chance(120) { sender = .account }
  }

  /// The first page, and for those who know the shop the account.
  private mutating func arrive() {
    if campaign != 0 || random.chance(300) {
      openPage(.category, about: chooseCategory())
    } else {
      openPage(.home)
    }
    if shopper.hasAccount && !hasJoined && random.chance(600) {
      logIn()
    } else if sender == .account && random.chance(isLeaving ? 500 : 120) {
      refreshTraits()
    }
  }

  /// One thing done in the shop; true when the visit ends with it.
  private mutating func step() -> Bool {
    var draw = random.below(1_000)
    if draw < profile.search {
      emit(.search, product: chooseCategory(), number: 1 + random.skewed(60))
      pass(2_000, 25_000)
    }
    draw -= profile.search
    if draw >= 0 && draw < profile.article {
      readArticle()
      return false
    }
    if draw >= profile.article && draw < profile.article + 90 {
      openPage(.category, about: chooseCategory())
    }
    return lookAtProduct()
  }

  private mutating func openPage(_ page: ShopPage, about category: Int = 0) {
    emit(.page, product: category, detail: Int(page.rawValue))
    pass(3_000, 45_000)
  }

  private mutating func readArticle() {
    let article = random.skewed(30)
    emit(.page, product: article, detail: Int(ShopPage.article.rawValue))
    let seconds = 15 + random.skewed(400)
    stay(seconds, scrolling: 700, product: article, page: .article)
    emit(
      .pageView, product: article, detail: Int(ShopPage.article.rawValue), number: seconds)
    pass(1_000, 8_000)
  }

  /// Lets `seconds` pass on a page; the depths reached are spread over the time.
  mutating func stay(_ seconds: Int, scrolling: Int, product: Int, page: ShopPage?) {
    let depths = random.chance(scrolling) ? 1 + random.below(4) : 0
    let slice = Int64(seconds) * 1_000 / Int64(depths + 1)
    for depth in 0..<depths {
      clock += slice
      // Number tells scrolls on articles from those on products.
      emit(.scroll, product: product, detail: (depth + 1) * 25, number: page == nil ? 0 : 1)
    }
    clock += slice + Int64(1 + random.below(900))
  }

  private mutating func lookAtProduct() -> Bool {
    let product = chooseProduct()
    lastProduct = product
    let price = Catalogue.prices[product]
    emit(.productView, product: product, cents: price)
    let seconds = 6 + random.skewed(210)
    stay(seconds, scrolling: 350, product: product, page: nil)
    if random.chance(profile.video) {
      emit(.videoPlay, product: product, number: 10 + random.below(80))
      pass(8_000, 60_000)
    }
    if random.chance(profile.feature) {
      emit(.featureUsed, product: product, detail: random.skewed(EventWriter.features.count))
      pass(3_000, 20_000)
    }
    if random.chance(profile.wishlist) {
      emit(.wishlistAdd, product: product, cents: price)
      pass(1_000, 6_000)
    }
    let isInterested = random.chance(profile.addToCart)
    if isInterested { addToCart(product, price) }
    emit(.pageView, product: product, detail: Int(UInt16.max), number: seconds)
    pass(500, 9_000)
    return isInterested ? goToCart() : false
  }

  private mutating func chooseCategory() -> Int {
    random.chance(650)
      ? Int(shopper.favouriteCategory) : random.below(Catalogue.categories.count)
  }

  /// The product just seen, a favourite, or the better of two by the person's idea of a price.
  private mutating func chooseProduct() -> Int {
    let draw = random.below(1_000)
    if draw < 180, let lastProduct { return lastProduct }
    if draw < 380 { return Int(random.chance(650) ? shopper.favourites.0 : shopper.favourites.1) }
    let category = chooseCategory()
    let first = Catalogue.product(in: category, &random)
    if shopper.habit != .bargainHunter && !shopper.spendsHigh { return first }
    let second = Catalogue.product(in: category, &random)
    let isFirstCheaper = Catalogue.prices[first] <= Catalogue.prices[second]
    return isFirstCheaper == shopper.spendsHigh ? second : first
  }
}
