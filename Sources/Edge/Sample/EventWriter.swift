/// Turns planned events into lines of JSON in the Segment shape.
struct EventWriter {
  private(set) var buffer: LineBuffer
  private let seed: UInt64
  /// The minute that `minuteText` names, as minutes since 1970.
  private var minute: Int64 = -1
  private var minuteText: [UInt8] = []
  private let texts = EventTexts()

  static let countries = ["DE", "FR", "GB", "NL", "AT", "ES", "SE", "PL", "US", "IT"]
  static let features = ["size_guide", "compare", "room_view", "gift_finder"]
  /// Coupon 0 stands for none.
  static let coupons: [(code: String, percentOff: Int)] = [
    ("", 0), ("WELCOME10", 10), ("SALE20", 20), ("FREESHIP", 0),
  ]

  /// A writer of the sample with this seed; `capacity` is the room for text to start with.
  init(seed: UInt64, capacity: Int) {
    self.seed = SplitMix64.scramble(seed)
    buffer = LineBuffer(capacity: capacity)
  }

  /// Forgets the text written so far.
  mutating func removeAll() {
    buffer.removeAll()
  }

  /// Appends text as it is.
  mutating func writeText(_ text: String) {
    buffer.text(Array(text.utf8))
  }

  /// Appends one event and the end of its line.
  mutating func write(_ event: PlannedEvent) {
    buffer.text(
      event.kind == .page
        ? texts.pageHeads[Int(event.detail)] : texts.heads[Int(event.kind.rawValue)])
    writePeople(of: event)
    buffer.text(texts.timestamp)
    writeInstant(event.stamp)
    buffer.text(texts.messageID)
    // A one-to-one mapping of the running number: unique and without a visible order.
    buffer.hexadecimal(SplitMix64.scramble(event.message ^ seed))
    writeDetails(of: event)
    let campaignCount = Visitor.campaigns.count
    buffer.text(texts.contexts[Int(event.device) * campaignCount + Int(event.campaign)])
  }

  /// Appends the identifier that a sender has: the user id, or the anonymous id of a device.
  mutating func writeIdentifier(_ sender: PlannedEvent.Sender, person: Int32) {
    if sender == .account {
      buffer.bytesOfUserID(Int(person))
    } else {
      let number = UInt64(person) << 1 | UInt64(sender.rawValue)
      buffer.text(texts.anonymousPrefix)
      buffer.hexadecimal(SplitMix64.scramble(number ^ (seed &* 3)))
    }
  }

  private mutating func writePeople(of event: PlannedEvent) {
    if event.sender == .account {
      buffer.text(texts.userID)
      writeIdentifier(.account, person: event.person)
      if event.joins == .account { return }
      buffer.text(event.kind == .alias ? texts.commaPreviousID : texts.commaAnonymousID)
      writeIdentifier(event.joins, person: event.person)
    } else {
      buffer.text(texts.anonymousID)
      writeIdentifier(event.sender, person: event.person)
    }
  }

  /// Events come nearly in order: the text up to the minute is made once a minute.
  private mutating func writeInstant(_ stamp: Int64) {
    let newMinute = stamp / 60_000
    if newMinute != minute {
      minute = newMinute
      var text = LineBuffer(capacity: 17)
      text.text(CalendarDay(days: Int(minute / 1_440)).text)
      text.text(texts.dateEnd)
      text.digits(Int(minute / 60 % 24), count: 2)
      text.text(texts.colon)
      text.digits(Int(minute % 60), count: 2)
      text.text(texts.colon)
      minuteText = text.bytes
    }
    let rest = Int(stamp - newMinute * 60_000)
    buffer.text(minuteText)
    buffer.digits(rest / 1_000, count: 2)
    buffer.text(texts.point)
    buffer.digits(rest % 1_000, count: 3)
  }

  private mutating func writeDetails(of event: PlannedEvent) {
    let number = Int(event.number)
    switch event.kind {
    case .page: writePage(event)
    case .productView: writeProduct(event, texts.price)
    case .search:
      buffer.text(texts.query)
      buffer.text(texts.categoryNames[Int(event.product)])
      buffer.text(texts.results)
      buffer.number(number)
    case .addToCart:
      writeProduct(event, texts.price)
      buffer.text(texts.quantity)
      buffer.number(number)
    case .cartView, .checkoutStart:
      buffer.text(texts.items)
      buffer.number(number)
      buffer.text(texts.value)
      buffer.cents(Int(event.cents))
      buffer.text(texts.currency)
    case .purchase: writePurchase(event)
    case .wishlistAdd: writeProduct(event, texts.price)
    case .emailOpen: buffer.text(texts.newsletters[Int(event.detail)])
    case .videoPlay:
      writeProduct(event, texts.seconds)
    case .scroll, .pageView: writeReading(event)
    case .featureUsed:
      buffer.text(texts.features[Int(event.detail)])
      buffer.text(texts.products[Int(event.product)])
    case .identify: writeTraits(event)
    case .alias: break
    }
    buffer.text(event.kind == .alias ? texts.contextStart : texts.endOfDetails)
  }
}

extension EventWriter {
  private mutating func writePage(_ event: PlannedEvent) {
    switch ShopPage(rawValue: event.detail) {
    case .category: buffer.text(texts.categoryPages[Int(event.product)])
    case .article:
      buffer.text(texts.articlePath)
      buffer.number(Int(event.product) + 1)
      buffer.text(texts.articleTitle)
      buffer.number(Int(event.product) + 1)
      buffer.text(texts.quote)
    default: buffer.text(texts.plainPages[Int(event.detail)])
    }
  }

  /// Product and category, then the price or the seconds.
  private mutating func writeProduct(_ event: PlannedEvent, _ key: [UInt8]) {
    buffer.text(texts.propertiesStart)
    buffer.text(texts.products[Int(event.product)])
    buffer.text(key)
    if event.kind == .videoPlay {
      buffer.number(Int(event.number))
    } else {
      buffer.cents(Int(event.cents))
    }
  }

  private mutating func writePurchase(_ event: PlannedEvent) {
    buffer.text(texts.order)
    buffer.number(100_000 + Int(event.message))
    buffer.text(texts.amount)
    buffer.cents(Int(event.cents))
    buffer.text(texts.currency)
    if event.detail > 0 { buffer.text(texts.coupons[Int(event.detail)]) }
    buffer.text(texts.commaItems)
    buffer.number(Int(event.number))
    buffer.text(texts.comma)
    buffer.text(texts.products[Int(event.product)])
  }

  /// Scrolls and page views, on articles or on product pages.
  private mutating func writeReading(_ event: PlannedEvent) {
    let isScroll = event.kind == .scroll
    let isArticle = isScroll ? event.number == 1 : event.detail != .max
    buffer.text(isScroll ? texts.depth : texts.readingSeconds)
    buffer.number(isScroll ? Int(event.detail) : Int(event.number))
    if isArticle {
      buffer.text(texts.commaArticlePath)
      buffer.number(Int(event.product) + 1)
      buffer.text(texts.quote)
    } else {
      buffer.text(texts.productPaths[Int(event.product)])
    }
  }

  private mutating func writeTraits(_ event: PlannedEvent) {
    let codes = Int(event.detail)
    buffer.text(texts.email)
    buffer.bytesOfUserID(Int(event.person))
    buffer.text(texts.plans[codes & 1])
    buffer.text(texts.statuses[codes >> 1])
    buffer.text(texts.age)
    buffer.number(Int(event.cents) >> 8)
    buffer.text(texts.countries[Int(event.cents) & 255])
    buffer.text(texts.renews)
    buffer.text(CalendarDay(days: Int(event.number)).text)
    buffer.text(texts.quote)
  }
}

extension LineBuffer {
  /// Appends a user id: `u` and at least six digits, counted from 1.
  mutating func bytesOfUserID(_ person: Int) {
    text(EventTexts.userPrefix)
    if person + 1 < 1_000_000 {
      digits(person + 1, count: 6)
    } else {
      number(person + 1)
    }
  }
}
