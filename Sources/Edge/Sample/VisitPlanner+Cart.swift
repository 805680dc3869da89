// The way through the cart to the purchase, and the account.

extension VisitPlanner {
  mutating func addToCart(_ product: Int, _ price: Int) {
    let pieces = 1 + random.skewed(3)
    emit(.addToCart, product: product, number: pieces, cents: price)
    pass(1_500, 20_000)
    shopper.cartItems += Int32(pieces)
    shopper.cartCents += Int32(pieces * price)
    shopper.cartProduct = UInt16(product)
    shopper.cartDay = Int32(day)
  }

  mutating func emptyCart() {
    shopper.cartItems = 0
    shopper.cartCents = 0
  }

  /// Looks into a cart that was left on an earlier visit; true when the visit ends with it.
  mutating func returnToCart() -> Bool {
    lookIntoCart()
    return random.chance(profile.checkout) ? checkOut() : random.chance(200)
  }

  /// After something was put into the cart; true when the visit ends here.
  mutating func goToCart() -> Bool {
    let isViewed = random.chance(profile.viewCart)
    if isViewed { lookIntoCart() }
    if random.chance(profile.checkout) { return checkOut() }
    return isViewed && random.chance(500)
  }

  private mutating func lookIntoCart() {
    emit(.cartView, number: Int(shopper.cartItems), cents: Int(shopper.cartCents))
    pass(4_000, 60_000)
  }

  private mutating func checkOut() -> Bool {
    if shopper.wantsAccount && sender != .account { logIn() }
    emit(
      .checkoutStart, product: Int(shopper.cartProduct), number: Int(shopper.cartItems),
      cents: Int(shopper.cartCents))
    pass(2_000, 8_000)
    emit(.page, detail: Int(ShopPage.checkout.rawValue))
    pass(20_000, 180_000)
    guard random.chance(profile.purchase) else { return random.chance(800) }
    let coupon = random.chance(profile.coupon) ? 1 + random.below(EventWriter.coupons.count - 1) : 0
    let percent = 100 - EventWriter.coupons[coupon].percentOff
    emit(
      .purchase, product: Int(shopper.cartProduct), detail: coupon,
      number: Int(shopper.cartItems), cents: (Int(shopper.cartCents) * percent + 50) / 100)
    pass(2_000, 30_000)
    emptyCart()
    if sender == .account && !shopper.isVip && shopper.habit == .loyalBuyer && random.chance(40) {
      shopper.isVip = true
      identify()
    }
    return random.chance(850)
  }

  /// Someone without account makes one now and then; someone who has one logs in.
  mutating func identifyMidway() {
    if random.chance(shopper.hasAccount ? 400 : 140) { logIn() }
  }

  /// Ties the device's anonymous id to the user id: by identify with both, now and then by alias.
  mutating func logIn() {
    let isFirst = slot == .secondDevice ? !shopper.hasJoined.1 : !shopper.hasJoined.0
    shopper.hasAccount = true
    if isFirst && random.chance(60) {
      emit(.alias, as: .account, joining: slot)
      pass(200, 800)
      loggedIn()
      identify()
    } else {
      loggedIn()
      identify(joining: slot)
    }
  }

  private mutating func loggedIn() {
    become(.account)
    if slot == .secondDevice {
      shopper.hasJoined.1 = true
    } else {
      shopper.hasJoined.0 = true
    }
  }

  /// Sends the traits again; a person who is about to leave may cancel with it.
  mutating func refreshTraits() {
    if isLeaving && random.chance(400) { shopper.hasCancelled = true }
    identify()
  }

  private mutating func identify(joining: PlannedEvent.Sender? = nil) {
    // An account renews every year on the same day.
    var renews = Int(shopper.renewsDay)
    while renews < day { renews += 365 }
    emit(
      .identify, detail: (shopper.isVip ? 1 : 0) + (shopper.hasCancelled ? 2 : 0),
      number: firstDay + renews, cents: Int(shopper.age) << 8 | Int(shopper.country),
      joining: joining)
    pass(300, 2_500)
  }
}
