/// Where visits come from: devices with their user agents, and campaigns.
enum Visitor {
  /// A kind of device as it shows in an event's context.
  struct Device {
    var type: String
    var userAgent: String
  }

  /// A campaign as it shows in an event's context.
  struct Campaign {
    var source: String
    var medium: String
    var name: String
  }

  /// The devices people use; programs use one of the others, half of which pass for people.
  static let personDevices = 0..<6
  static let botDevices = 4..<8

  static let devices = [
    Device(
      type: "mobile",
      userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
        + "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"),
    Device(
      type: "mobile",
      userAgent: "Mozilla/5.0 (Android 15; Mobile; rv:139.0) Gecko/139.0 Firefox/139.0"),
    Device(
      type: "tablet",
      userAgent: "Mozilla/5.0 (iPad; CPU OS 18_4 like Mac OS X) AppleWebKit/605.1.15 "
        + "(KHTML, like Gecko) Version/18.4 Safari/604.1"),
    Device(
      type: "desktop",
      userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:139.0) Gecko/20100101 "
        + "Firefox/139.0"),
    Device(
      type: "desktop",
      userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:138.0) Gecko/20100101 "
        + "Firefox/138.0"),
    Device(
      type: "desktop",
      userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0"),
    Device(
      type: "desktop",
      userAgent: "Mozilla/5.0 (compatible; PriceScoutBot/2.1; +https://pricescout.example/bot)"),
    Device(type: "desktop", userAgent: "python-requests/2.32.3"),
  ]

  /// Campaign 0 stands for none.
  static let campaigns = [
    Campaign(source: "", medium: "", name: ""),
    Campaign(source: "newsletter", medium: "email", name: "spring_sale"),
    Campaign(source: "newsletter", medium: "email", name: "new_arrivals"),
    Campaign(source: "search", medium: "cpc", name: "brand_terms"),
    Campaign(source: "search", medium: "cpc", name: "shoes_and_jackets"),
    Campaign(source: "social", medium: "paid_social", name: "summer_style"),
    Campaign(source: "partner", medium: "affiliate", name: "coupon_portal"),
  ]

  /// The campaign that a newsletter's reader comes through.
  static let newsletterCampaigns = 1..<3
}
