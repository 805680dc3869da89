/// What the sample shop sells: eight categories with forty products each.
enum Catalogue {
  /// One shelf of the shop and the range of its prices.
  struct Category {
    var name: String
    var title: String
    /// Prices start here. Unit: cents.
    var lowestCents: Int
    /// Width of the price range. Unit: cents.
    var rangeCents: Int
  }

  static let categories = [
    Category(name: "shoes", title: "Shoes", lowestCents: 3_900, rangeCents: 15_000),
    Category(name: "jackets", title: "Jackets", lowestCents: 5_900, rangeCents: 29_000),
    Category(name: "books", title: "Books", lowestCents: 700, rangeCents: 3_800),
    Category(name: "kitchen", title: "Kitchen", lowestCents: 1_200, rangeCents: 18_000),
    Category(name: "audio", title: "Audio", lowestCents: 2_900, rangeCents: 45_000),
    Category(name: "toys", title: "Toys", lowestCents: 900, rangeCents: 8_000),
    Category(name: "garden", title: "Garden", lowestCents: 1_500, rangeCents: 22_000),
    Category(name: "beauty", title: "Beauty", lowestCents: 600, rangeCents: 6_500),
  ]

  /// Products of one category; product numbers run through the categories in their order.
  static let productsPerCategory = 40
  static let productCount = categories.count * productsPerCategory

  /// The category of a product, as an index into `categories`.
  static func category(of product: Int) -> Int { product / productsPerCategory }

  /// The list price of each product. Unit: cents.
  static let prices: [Int] = (0..<productCount).map { product in
    let category = categories[Self.category(of: product)]
    var random = SplitMix64(seed: 0x5A11_AB1E, stream: UInt64(product))
    let whole = category.lowestCents + random.skewed(category.rangeCents)
    return whole / 100 * 100 + [0, 49, 50, 90, 95, 99][random.below(6)]
  }

  /// A product's identifier: `p-1000` is the first one.
  static func identifier(of product: Int) -> String { "p-\(1_000 + product)" }

  /// A product of a category; the first ones of each are the favourites of the public.
  static func product(in category: Int, _ random: inout SplitMix64) -> Int {
    category * productsPerCategory + random.skewed(productsPerCategory)
  }
}
