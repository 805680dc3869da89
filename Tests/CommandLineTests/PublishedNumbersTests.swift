import Foundation
import StarlingTestSupport
import Testing

/// The numbers that the authors of a public data set published, through the command line.
///
/// Reads `STARLING_TEST_DATA`, else `shared/data` beside the repository; skipped where neither is.
@Suite(.enabled(if: PublicData.folder != nil, "needs the public data sets"))
struct PublishedNumbersTests {
  private let shop: ShopFolder

  init() throws { shop = try ShopFolder() }

  /// The members of segments of the simple shop, by name.
  private func counts(_ segments: [String: String]) throws -> [String: Int] {
    let lines = segments.map { "  \($0.key): \($0.value)\n" }.joined()
    try shop.folder.write("shop.yaml", "sessions: { gap: 30m }\nsegments:\n" + lines)
    let mapping = PublicData.repository.appending(path: "Examples/mappings/simple-shop.yaml")
    let run = try shop.run([
      "evaluate", try #require(PublicData.folder) + "/events-simple-shop/simple-onlineshop.csv",
      "--mapping", mapping.path(), "-s", "shop.yaml", "--format", "csv", "-q",
    ])
    try #require(run.status == 0, "\(run.errors)")
    return run.output.split(separator: "\n").dropFirst().reduce(into: [:]) { counts, line in
      let fields = line.split(separator: ",")
      counts[String(fields[0])] = Int(fields[1])
    }
  }

  @Test func `people reach the steps of the simple shop's funnel as published`() throws {
    let found = try counts([
      "everybody": "count(*) >= 1",
      "catalog": "catalog",
      "cart": "catalog then cart within 9999d",
      "paid": "catalog then cart within 9999d then payment_done within 9999d",
      "product": "(catalog then product1 within 9999d) or (catalog then product2 within 9999d)",
      "payers": "payment_done",
    ])
    #expect(
      found == [
        "everybody": 3_751, "catalog": 3_611, "cart": 1_924, "paid": 653, "product": 2_010,
        "payers": 653,
      ])
  }

  @Test(arguments: [("session", 6_454, 80), ("*", 32_283, 400), ("payment_done", 706, 10)])
  func `sessions and events of the simple shop add up as published`(
    selector: String, total: Int, most: Int
  ) throws {
    // Everybody is counted once for each number that their own count reaches.
    let segments = (1...most).map { ("s\($0)", "count(\(selector)) >= \($0)") }
    let found = try counts(Dictionary(uniqueKeysWithValues: segments))
    #expect(found["s\(most)"] == 0)
    #expect(found.values.reduce(0, +) == total)
  }
}
