import Foundation
import StarlingCollect
import StarlingModel
import Testing

/// Real files with the mappings of the project; needs the data sets named above.
@Suite(.enabled(if: DataSets.folder != nil, "needs the public data sets; see STARLING_TEST_DATA"))
struct DataSetTests {
  private func read(_ file: String, _ mapping: String) throws -> ImportedTable {
    let folder = try #require(DataSets.folder)
    let path = DataSets.mappings + "/" + mapping
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return try importTable(
      ["\(folder)/\(file)"], CSVMapping(reading: text, place: mapping))
  }

  private func people(_ events: [Event]) -> Int { Set(events.map(\.person)).count }

  @Test func `simple shop has 32,283 events of 3,751 people and 12 names`() throws {
    let shop = try read("events-simple-shop/simple-onlineshop.csv", "simple-shop.yaml")
    #expect(shop.rejections.isEmpty)
    #expect(shop.events.count == 32_283 && people(shop.events) == 3_751)
    #expect(Set(shop.events.map(\.name)).count == 12)
    #expect(shop.events.filter { $0.name == "payment_done" }.count == 706)
    #expect(shop.events.map(\.stamp).min()?.iso == "2019-11-01T17:59:13.273Z")
  }

  @Test func `ecom sessions have 31,106 events of 600 people`() throws {
    let ecom = try read("events-ecom-sessions/ecom.csv", "ecom-sessions.yaml")
    #expect(ecom.rejections.isEmpty)
    #expect(ecom.events.count == 31_106 && people(ecom.events) == 600)
    #expect(
      ecom.events[0].properties[PropertyPath(["user_cohort"])] == .string("2024-01"))
  }

  @Test func `CDNOW has 69,659 purchases of 23,570 customers, and a sample of a tenth`() throws {
    let master = try read("transactions-cdnow/CDNOW_master.txt", "cdnow-master.yaml")
    #expect(master.rejections.isEmpty)
    #expect(master.events.count == 69_659 && people(master.events) == 23_570)
    #expect(master.events[0].person == "00001")
    let sample = try read("transactions-cdnow/CDNOW_sample.txt", "cdnow-sample.yaml")
    #expect(sample.rejections.isEmpty)
    #expect(people(sample.events) == 2_357 && sample.events.count == 6_919)
  }

  @Test func `online retail has 41,541 lines of 518 customers and the published sums`() throws {
    let lines = try read(
      "transactions-online-retail/online_retail_customers_1of8.csv", "online-retail-lines.yaml")
    #expect(lines.rejections.isEmpty)
    #expect(lines.events.count == 41_541 && people(lines.events) == 518)
    let invoices = try read(
      "transactions-online-retail/invoices_all_customers.csv", "online-retail-invoices.yaml")
    #expect(invoices.rejections.isEmpty)
    #expect(invoices.events.count == 22_190 && people(invoices.events) == 4_372)
    let amounts = invoices.events.compactMap { $0.properties[PropertyPath(["Amount"])]?.number }
    #expect(abs(amounts.reduce(0, +) - 8_300_065.81) < 0.01)
    #expect(invoices.plan.columns.first { $0.name == "InvoiceNo" }?.kind == .text)
  }

  @Test(arguments: [
    ("dbt_amplitude__amplitude_event_data.csv", "amplitude.yaml"),
    ("dbt_mixpanel__event.csv", "mixpanel.yaml"), ("dbt_ga4_export__event_data.csv", "ga4.yaml"),
  ])
  func `vendor exports are read with the mappings that ship`(file: String, mapping: String) throws {
    let read = try read("payloads-vendor-exports/" + file, mapping)
    #expect(read.rejections.isEmpty && !read.events.isEmpty, "\(read.rejections.prefix(3))")
    #expect(read.events.allSatisfy { !$0.person.isEmpty && $0.joined != $0.person })
  }
}
