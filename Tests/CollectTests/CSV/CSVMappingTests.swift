import StarlingCollect
import Testing

@Suite struct CSVMappingTests {
  @Test func `reads the lines of a mapping file`() throws {
    let mapping = try CSVMapping(
      reading: """
        # Orders
        person: customer_id, email     # the first that is there
        time: "created"
        time_format: '%Y-%m-%d # %H'
        time_zone: Europe/Berlin
        event_name: purchase
        delimiter: tab
        rename: [total=amount, ctry=context.country]
        text: [sku]

        """, place: "orders.map")
    #expect(mapping.person == ["customer_id", "email"])
    #expect(mapping.time == "created" && mapping.timeFormat == "%Y-%m-%d # %H")
    #expect(mapping.timeZone == "Europe/Berlin" && mapping.eventName == "purchase")
    #expect(mapping.dialect == .delimited(by: 9) && mapping.event == nil)
    #expect(mapping.rename == ["total": "amount", "ctry": "context.country"])
    #expect(mapping.text == ["sku"])
  }

  @Test(arguments: [
    ("person: a\nevent: b\n", "no \"time\""), ("time: a\nevent: b\n", "no \"person\""),
    ("person: a\ntime: b\n", "no \"event\""), ("persons: a\n", "unknown key \"persons\""),
    ("person a\n", "m:1: expected \"key: value\""),
    ("person: a\nperson: b\n", "m:2: \"person\" stands here twice"),
    ("person: a\ntime: b\nevent: c\ntime_format: %Q\n", "is none of iso"),
    ("person: a\ntime: b\nevent: c\ndelimiter: dots\n", "delimiter \"dots\""),
    ("person: a\ntime: b\nevent: c\nrename: x\n", "expects old=new"),
  ])
  func `says what is wrong with a mapping`(text: String, message: String) {
    do throws(CollectError) {
      _ = try CSVMapping(reading: text, place: "m")
      Issue.record("expected an error")
    } catch {
      #expect(error.code == .badMapping && error.description.contains(message), "\(error)")
    }
  }

  @Test func `says which columns are not there`() throws {
    do {
      _ = try importTable("person,time,name\n", ["except": "q"])
      Issue.record("expected an error")
    } catch let error as CollectError {
      #expect(
        error.message == "no column \"event\", \"q\"; the columns are person, time, name")
    }
  }

  @Test(arguments: ["", "\n", "\r\nperson,time,event\n"])
  func `says that a table has no header`(text: String) throws {
    do {
      _ = try importTable(text)
      Issue.record("expected an error")
    } catch let error as CollectError {
      #expect(error.message.hasPrefix("the file is empty or begins with a blank line; it needs"))
    }
    #expect(try importTable("", ["header": "person, time, event"]).events.isEmpty)
  }

  @Test func `says which columns have one name, when the mapping needs it`() throws {
    do {
      _ = try importTable("person,time,event,time\n")
      Issue.record("expected an error")
    } catch let error as CollectError {
      #expect(error.message.hasPrefix("column \"time\" is not clear: columns 2 and 4 have"))
    }
    _ = try importTable("person,time,event,other,other\n")
  }

  @Test func `refuses a zone that does not exist`() {
    #expect(throws: CollectError.self) {
      try importTable("person,time,event\n", ["time_zone": "Europe/Bern"])
    }
  }
}
