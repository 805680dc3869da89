/// The calls and track events that the sample shop emits.
enum ShopEvent: UInt8 {
  case page, productView, search, addToCart, cartView, checkoutStart, purchase, wishlistAdd
  case emailOpen, videoPlay, scroll, pageView, featureUsed, identify, alias
}

/// The pages of the shop, products apart.
enum ShopPage: UInt16, CaseIterable {
  case home, category, article, checkout

  /// The name of the page call.
  var name: String {
    switch self {
    case .home: "home"
    case .category: "category"
    case .article: "article"
    case .checkout: "checkout"
    }
  }
}

/// One event to come, small enough that a day of them fits into memory: about 50 bytes, against
/// some 350 as text.
struct PlannedEvent {
  /// Who sends it.
  enum Sender: UInt8 {
    /// The first or second anonymous id of the person.
    case firstDevice, secondDevice
    /// The user id.
    case account
  }

  /// When it reaches the collector, and when it happened. Unit: ms since 1970 UTC.
  var arrival: Int64
  var stamp: Int64
  /// Number of the message; a repeated delivery has the same.
  var message: UInt64
  var person: Int32
  /// Seconds, results or pieces, as the kind needs. For identify: days from 1970 to `renews`.
  var number: Int32
  /// Price or amount.
  var cents: Int32
  /// Product number, or category where there is no product, or article number.
  var product: UInt16
  /// Page, depth, feature, coupon; for identify the traits' codes.
  var detail: UInt16
  var kind: ShopEvent
  /// Delivered before, with the same message number.
  var isRepeat = false
  var sender: Sender
  /// For identify and alias: the anonymous id that goes with the user id; else as `sender`.
  var joins: Sender
  /// Index into `Visitor.devices`.
  var device: UInt8
  /// Index into `Visitor.campaigns`; 0 is none.
  var campaign: UInt8
}
