import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct WebhookTests {
  private let stripe = """
    # Payments
    person: data.object.customer, data.object.client_reference_id
    event: type
    time: created   # seconds
    message_id: id
    properties:
      amount: data.object.amount
      "address.city": data.object.shipping['city.name']
      first_sku: $.data.object.items[0].sku
    """

  private func mapping(_ text: String) throws -> WebhookMapping {
    try WebhookMapping(reading: text, place: "source 3")
  }

  @Test func `a payment is read as its mapping says`() throws {
    let request = collect(
      .webhook,
      #"{"id":"evt_1","type":"charge.succeeded","created":1772449200,"data":{"object":{"#
        + #""client_reference_id":"u","customer":null,"amount":1250,"shipping":"#
        + #"{"city.name":"Ulm"},"items":[{"sku":"s1"},{"sku":"s2"}]}}}"#,
      mapping: try mapping(stripe))
    #expect(request.rejected.isEmpty && request.answerText == #"{"success":true}"#)
    let event = try #require(request.events.events.first)
    #expect(event.name == "charge.succeeded" && event.person == "u" && event.messageID == "evt_1")
    #expect(event.stamp.iso == "2026-03-02T11:00:00.000Z")
    #expect(event["amount"] == .number(1_250) && event["address", "city"] == .string("Ulm"))
    #expect(event["first_sku"] == .string("s1") && event.properties.count == 3)
  }

  @Test func `JSON says the same as lines`() throws {
    let text = #"""
      {"person":["data.object.customer","data.object.client_reference_id"],"event":"type",
       "time":"created","message_id":"id","properties":{"amount":"data.object.amount",
       "address.city":"data.object.shipping['city.name']",
       "first_sku":"$.data.object.items[0].sku"}}
      """#
    #expect(try mapping(text) == mapping(stripe))
  }

  @Test func `a form body is an object of texts`() throws {
    let request = collect(
      .webhook, "customer=u%401&status=paid&at=1772449200&amount=9,50",
      type: "application/x-www-form-urlencoded",
      mapping: try mapping("person: customer\nevent_name: payment\ntime: at\nproperties: $"))
    let event = try #require(request.events.events.first)
    #expect(event.name == "payment" && event.person == "u@1")
    #expect(event.stamp.iso == "2026-03-02T11:00:00.000Z" && event["status"] == .string("paid"))
    #expect(event.messageID.hasPrefix("sha256-"))
  }

  @Test func `lists are several events, each of which stands alone`() throws {
    let list = try mapping("events: items\nperson: who\nevent: what")
    let request = collect(
      .webhook, #"{"items":[{"who":1,"what":"a"},{"what":"b"},{"who":2,"what":"c"},7]}"#,
      mapping: list)
    #expect(request.events.events.map(\.name) == ["a", "c"])
    #expect(request.reasons == [.missingPerson, .notAnObject])
    #expect(collect(.webhook, "{}", mapping: list).answer.status == 400)
    let bare = collect(
      .webhook, #"[{"who":1,"what":"a"}]"#, mapping: try mapping("person: who\nevent: what"))
    #expect(bare.events.count == 1)
  }

  @Test func `other calls than track`() throws {
    let identify = collect(
      .webhook, #"{"u":"a","x":"b","plan":"pro"}"#,
      mapping: try mapping("type: identify\nperson: u\njoins: x\nproperties: $")
    ).events.events
    #expect(identify.first?.joined == "b" && identify.first?["plan"] == .string("pro"))
    let group = collect(
      .webhook, #"{"u":"a","g":4}"#, mapping: try mapping("type: group\nperson: u\ngroup: g"))
    #expect(group.events.events.first?["groupId"] == .string("4"))
    let page = collect(.webhook, #"{"u":"a"}"#, mapping: try mapping("type: page\nperson: u"))
    #expect(page.events.events.first?.name == "page")
  }

  @Test func `what the mapping names and the body lacks is told`() throws {
    let payment = try mapping("person: u\nevent: e\ntime: t")
    for (body, reason) in [
      (#"{"e":"x"}"#, RejectReason.missingPerson), (#"{"u":"a"}"#, .missingEvent),
      (#"{"u":"a","e":"x","t":"soon"}"#, .invalidTime), (#"{"u":{},"e":"x"}"#, .invalidType),
    ] {
      let request = collect(.webhook, body, mapping: payment)
      #expect(request.reasons == [reason] && request.answer.status == 200)
    }
    #expect(collect(.webhook, "{}").answer.status == 404)
  }

  @Test(arguments: [
    ("event: e", "source 3: no \"person\"; a track call cannot do without"),
    ("person: u", "source 3: no \"event (or event_name)\"; a track call cannot do without"),
    ("person: u\npersn: x", "source 3:2: unknown key \"persn\"; the keys are events, type,"),
    ("person u", "source 3:1: expected \"key: value\", found \"person u\""),
    ("person: a..b", "source 3:1: person is \"a..b\"; expected a path such as"),
    ("person: u\nperson: v", "source 3:2: \"person\" stands here twice"),
    ("type: click\nperson: u", "source 3:1: type is \"click\"; expected one of track, page"),
    ("  person: u", "source 3:1: \"person: u\" is indented, but no key"),
    (#"{"person":5}"#, "source 3, person: it is a number; expected a path in quotes"),
    (#"{"person":"#, "source 3: "), ("person: a[x]", "source 3:1: person is \"a[x]\""),
    ("type: alias\nperson: u", "source 3: no \"joins\""),
  ])
  func `a bad mapping is refused with place, value and what was expected`(
    text: String, message: String
  ) {
    let error = #expect(throws: CollectError.self) { try mapping(text) }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }
}
