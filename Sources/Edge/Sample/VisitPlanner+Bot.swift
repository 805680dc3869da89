// Programs: they read the catalogue from one end to the other and never buy.

extension VisitPlanner {
  /// Plans one run of a bot: a fixed pause between pages, product after product.
  mutating func botRun(from start: Int64) {
    begin(at: start, campaign: 0)
    let pause = Int64(600 + 200 * random.below(8))
    let pages = 40 + random.below(80)
    var product = random.below(Catalogue.productCount)
    emit(.page, detail: Int(ShopPage.home.rawValue))
    for step in 0..<pages {
      clock += pause
      if step % 10 == 9 {
        emit(
          .page, product: Catalogue.category(of: product), detail: Int(ShopPage.category.rawValue))
      } else {
        emit(.productView, product: product, cents: Catalogue.prices[product])
        product = (product + 1) % Catalogue.productCount
      }
    }
  }
}
