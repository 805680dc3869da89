/// The constant parts of the lines, made once: an event is a few of them and its numbers.
struct EventTexts {
  static let userPrefix = Array("u".utf8)

  /// The start of a line by `ShopEvent`, and of page calls by `ShopPage`.
  let heads = Self.eventNames.map { name in
    switch name {
    case "identify", "alias", "page": Array("{\"type\":\"\(name)\",".utf8)
    default: Array("{\"type\":\"track\",\"event\":\"\(name)\",".utf8)
    }
  }
  let pageHeads = ShopPage.allCases.map { page in
    Array("{\"type\":\"page\",\"name\":\"\(page.name)\",".utf8)
  }

  let anonymousPrefix = Array("a".utf8)
  let userID = Array("\"userId\":\"".utf8)
  let anonymousID = Array("\"anonymousId\":\"".utf8)
  let commaAnonymousID = Array("\",\"anonymousId\":\"".utf8)
  let commaPreviousID = Array("\",\"previousId\":\"".utf8)
  let timestamp = Array("\",\"timestamp\":\"".utf8)
  let dateEnd = Array("T".utf8)
  let colon = Array(":".utf8)
  let point = Array(".".utf8)
  let messageID = Array("Z\",\"messageId\":\"m".utf8)

  let propertiesStart = Array("\",\"properties\":{".utf8)
  let price = Array(",\"price\":".utf8)
  let seconds = Array(",\"seconds\":".utf8)
  let quantity = Array(",\"quantity\":".utf8)
  let query = Array("\",\"properties\":{\"query\":\"".utf8)
  let results = Array("\",\"results\":".utf8)
  let items = Array("\",\"properties\":{\"items\":".utf8)
  let commaItems = Array(",\"items\":".utf8)
  let value = Array(",\"value\":".utf8)
  let currency = Array(",\"currency\":\"EUR\"".utf8)
  let order = Array("\",\"properties\":{\"order_id\":\"o-".utf8)
  let amount = Array("\",\"amount\":".utf8)
  let comma = Array(",".utf8)
  let quote = Array("\"".utf8)
  let depth = Array("\",\"properties\":{\"depth\":".utf8)
  let readingSeconds = Array("\",\"properties\":{\"seconds\":".utf8)
  let articlePath = Array("\",\"properties\":{\"path\":\"/guides/".utf8)
  let articleTitle = Array("\",\"title\":\"Guide ".utf8)
  let commaArticlePath = Array(",\"path\":\"/guides/".utf8)
  let email = Array("\",\"traits\":{\"email\":\"".utf8)
  let age = Array(",\"age\":".utf8)
  let renews = Array(",\"renews\":\"".utf8)
  let endOfDetails = Array("},\"context\":{".utf8)
  let contextStart = Array("\",\"context\":{".utf8)

  let categoryNames = Catalogue.categories.map { Array($0.name.utf8) }
  let categoryPages = Catalogue.categories.map {
    let page = "\"path\":\"/\($0.name)\",\"title\":\"\($0.title)\""
    return Array("\",\"properties\":{\(page),\"category\":\"\($0.name)\"".utf8)
  }
  let plainPages = ShopPage.allCases.map {
    let path = $0 == .home ? "/" : "/\($0.name)"
    let title = $0.name.prefix(1).uppercased() + $0.name.dropFirst()
    return Array("\",\"properties\":{\"path\":\"\(path)\",\"title\":\"\(title)\"".utf8)
  }
  let products = (0..<Catalogue.productCount).map {
    let category = Catalogue.categories[Catalogue.category(of: $0)].name
    let identifier = Catalogue.identifier(of: $0)
    return Array("\"product_id\":\"\(identifier)\",\"category\":\"\(category)\"".utf8)
  }
  let productPaths = (0..<Catalogue.productCount).map {
    let identifier = Catalogue.identifier(of: $0)
    return Array(",\"path\":\"/products/\(identifier)\",\"product_id\":\"\(identifier)\"".utf8)
  }
  let newsletters = Visitor.campaigns.map {
    Array("\",\"properties\":{\"campaign\":\"\($0.name)\"".utf8)
  }
  let features = EventWriter.features.map {
    Array("\",\"properties\":{\"feature\":\"\($0)\",".utf8)
  }
  let coupons = EventWriter.coupons.map { Array(",\"coupon\":\"\($0.code)\"".utf8) }
  let countries = EventWriter.countries.map { Array(",\"country\":\"\($0)\"".utf8) }
  let plans = ["free", "vip"].map { Array("@example.com\",\"plan\":\"\($0)\"".utf8) }
  let statuses = ["active", "cancelled"].map { Array(",\"status\":\"\($0)\"".utf8) }

  /// The rest of a line by device and campaign: device times number of campaigns, plus campaign.
  let contexts = Visitor.devices.flatMap { device in
    Visitor.campaigns.map { campaign in
      let start = "\"device\":{\"type\":\"\(device.type)\"},\"userAgent\":\"\(device.userAgent)\""
      let isNone = campaign.name.isEmpty
      let origin =
        isNone
        ? ""
        : ",\"campaign\":{\"source\":\"\(campaign.source)\",\"medium\":\"\(campaign.medium)\","
          + "\"name\":\"\(campaign.name)\"}"
      return Array("\(start)\(origin)}}\n".utf8)
    }
  }

  /// By the raw value of `ShopEvent`.
  private static let eventNames = [
    "page", "product_view", "search", "add_to_cart", "cart_view", "checkout_start", "purchase",
    "wishlist_add", "email_open", "video_play", "scroll", "page_view", "feature_used", "identify",
    "alias",
  ]
}
