import Foundation
import StarlingModel
import StarlingSample
import Testing

/// The lines: valid JSON with the fields that the documentation names.
@Suite struct EventShapeTests {
  /// Properties that every event of a name has, and those that only some have.
  private static let shapes: [String: (always: Set<String>, sometimes: Set<String>)] = [
    "page": (["path", "title"], ["category"]),
    "product_view": (["product_id", "category", "price"], []),
    "search": (["query", "results"], []),
    "add_to_cart": (["product_id", "category", "price", "quantity"], []),
    "cart_view": (["items", "value", "currency"], []),
    "checkout_start": (["items", "value", "currency"], []),
    "purchase": (
      ["order_id", "amount", "currency", "items", "product_id", "category"], ["coupon"]
    ),
    "wishlist_add": (["product_id", "category", "price"], []),
    "email_open": (["campaign"], []),
    "video_play": (["product_id", "category", "seconds"], []),
    "scroll": (["depth", "path"], ["product_id"]),
    "page_view": (["seconds", "path"], ["product_id"]),
    "feature_used": (["feature", "product_id", "category"], []),
  ]

  @Test func `every event has its properties and no others`() throws {
    let sample = try SampleFixture.shared.get()
    var seen: Set<String> = []
    for line in sample.lines where line.type == "track" || line.type == "page" {
      let name = line.event ?? line.type
      let shape = try #require(Self.shapes[name], "\(name)")
      let keys = line.properties.keys
      #expect(keys.isSuperset(of: shape.always), "\(line.text)")
      #expect(keys.isSubset(of: shape.always.union(shape.sometimes)), "\(line.text)")
      seen.insert(name)
    }
    #expect(seen == Set(Self.shapes.keys))
  }

  @Test func `every line names a person, a message, an instant, a device and an agent`() throws {
    for line in try SampleFixture.shared.get().lines {
      #expect(line.userID != nil || line.anonymousID != nil)
      #expect(line.messageID.count == 17)
      #expect(line.timestamp.count == 24)
      let device = line.context["device"]?["type"]?.text
      #expect(["mobile", "tablet", "desktop"].contains(device))
      #expect((line.context["userAgent"]?.text ?? "").count > 10)
    }
  }

  @Test func `identify carries the traits, alias the previous id`() throws {
    let lines = try SampleFixture.shared.get().lines
    let keys: Set = ["email", "plan", "status", "age", "country", "renews"]
    var plans: Set<String> = []
    var dates = DateReader()
    for line in lines where line.type == "identify" {
      #expect(line.userID != nil)
      #expect(line.traits.keys == keys)
      plans.insert(line.traits["plan"]?.text ?? "")
      let renews = try #require(line.traits["renews"]?.text)
      let instant = try dates.milliseconds("\(renews)T00:00:00.000Z")
      #expect(instant > line.stamp - Milliseconds.day)
    }
    #expect(plans == ["free", "vip"])
    for line in lines where line.type == "alias" {
      #expect(line.userID != nil && line.previousID != nil)
    }
    #expect(lines.contains { $0.type == "alias" })
  }

  @Test func `numbers are numbers: depths, amounts with cents, counts`() throws {
    var depths: Set<Double> = []
    var hasCents = false
    for line in try SampleFixture.shared.get().lines {
      if let depth = line.properties["depth"]?.number { depths.insert(depth) }
      guard line.event == "purchase" else { continue }
      let amount = try #require(line.properties["amount"]?.number)
      #expect(amount > 0)
      #expect(abs(amount * 100 - (amount * 100).rounded()) < 0.000_1)
      hasCents = hasCents || amount != amount.rounded()
      #expect((line.properties["items"]?.number ?? 0) > 0)
      #expect(line.properties["currency"]?.text == "EUR")
    }
    #expect(depths == [25, 50, 75, 100])
    #expect(hasCents)
  }

  @Test func `some products are far more popular than others`() throws {
    var views: [String: Int] = [:]
    for line in try SampleFixture.shared.get().lines where line.event == "product_view" {
      views[line.properties["product_id"]?.text ?? "", default: 0] += 1
    }
    let counts = views.values.sorted(by: >)
    let top = counts.prefix(counts.count / 10).reduce(0, +)
    #expect(Double(top) > 0.25 * Double(counts.reduce(0, +)))
  }
}
