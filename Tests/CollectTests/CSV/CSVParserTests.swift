import StarlingCollect
import StarlingColumns
import StarlingModel
import Testing

@Suite struct CSVParserTests {
  private let header = "person,time,event,p,q\n"

  private func values(_ text: String, _ more: [String: String] = [:]) throws -> [[String: Value]] {
    let result = try importTable(header + text, more)
    #expect(result.rejections.isEmpty, "\(result.rejections)")
    return result.events.map { event in
      Dictionary(
        uniqueKeysWithValues: event.properties.map {
          ($0.components.joined(separator: "/"), $1)
        })
    }
  }

  @Test func `reads quotes, doubled quotes, delimiters and line ends in quotes`() throws {
    let read = try values(
      "a,2026-01-01,e,\"x,y\",\"say \"\"hi\"\"\"\r\n"
        + "b,2026-01-01,e,\"two\nlines\",\"\"\"\"\n"
        + "\"c\",\"2026-01-01\",\"e\",\"\",plain \"quote\"\n")
    #expect(
      read == [
        ["p": .string("x,y"), "q": .string("say \"hi\"")],
        ["p": .string("two\nlines"), "q": .string("\"")],
        ["q": .string("plain \"quote\"")],
      ])
  }

  @Test func `a last line needs no end, blank lines mean nothing`() throws {
    #expect(try values("\na,2026-01-01,e,1,2\n\r\n\nb,2026-01-01,e,3,4").count == 2)
    #expect(try values("a,2026-01-01,e,1,\"2\"").count == 1)
  }

  @Test func `counts lines inside quotes for the place of what follows`() throws {
    let result = try importTable(header + "a,2026-01-01,e,\"1\n\n2\",x\nbad\n")
    #expect(result.rejections.map(\.line) == [5])
  }

  @Test func `a broken quote costs one line`() throws {
    let good = "a,2026-01-01,e,1,2\n"
    let texts = [
      "b,2026-01-01,e,\"open,1\n", "b,2026-01-01,e,\"x\"y,1\n", "b,2026-01-01,e,1,\"\n",
    ]
    for text in texts {
      let result = try importTable(header + good + text + good + good)
      #expect(result.events.count == 3, "\(text)")
      #expect(result.rejections.map(\.line) == [3])
    }
  }

  @Test func `chooses, leaves out and renames columns`() throws {
    let row = "a,2026-01-01,e,1,2\n"
    #expect(try values(row, ["only": "q"]) == [["q": .number(2)]])
    #expect(try values(row, ["except": "q"]) == [["p": .number(1)]])
    #expect(
      try values(row, ["rename": "p=context.page.path, q=x"])
        == [["context/page/path": .number(1), "x": .number(2)]])
    #expect(try values(row, ["text": "p"]) == [["p": .string("1"), "q": .number(2)]])
    #expect(try values(row, ["absent": "1, NULL"]) == [["q": .number(2)]])
    #expect(try values(row, ["only": "person, q"]) == [["q": .number(2), "person": .string("a")]])
  }

  @Test func `flattens columns of JSON`() throws {
    let read = try values(
      "a,2026-01-01,e,\"{\"\"x\"\":{\"\"y\"\":1},\"\"l\"\":[1,\"\"a\"\"]}\",{}\n", ["json": "p, q"])
    #expect(read == [["x/y": .number(1), "l": .list([.number(1), .string("a")])]])
  }

  @Test func `makes identify calls of trait columns and of events that mean them`() throws {
    let text = "person,time,event,id,plan,p\na,2026-01-01,e,i1,vip,1\nb,2026-01-01,e,i2,,2\n"
    let traits = try importTable(text, ["traits": "plan", "message_id": "id"])
    #expect(traits.events.map(\.kind) == [.track, .identify, .track])
    #expect(traits.events.map(\.messageID) == ["i1", "i1/traits", "i2"])
    #expect(traits.events[1].properties == [PropertyPath(["plan"]): .string("vip")])
    #expect(traits.events[0].properties == [PropertyPath(["p"]): .number(1)])
    let identify = try importTable(text, ["identify": "e", "message_id": "id"])
    #expect(identify.events.map(\.kind) == [.identify, .identify])
    #expect(identify.events[0].name.isEmpty && identify.events[0].properties.count == 2)
  }

  @Test func `an absent message id is none, and an absent event has the constant name`() throws {
    let text = "person,time,event,id,plan\na,2026-01-01,e,NULL,x\nb,2026-01-01,NULL,i2,y\n"
    let keys = ["absent": "NULL", "message_id": "id", "event_name": "other"]
    let result = try importTable(text, keys)
    #expect(result.events.map(\.messageID) == ["", "i2"])
    #expect(result.events.map(\.name) == ["e", "other"])
    let traits = try importTable(text, keys.merging(["traits": "plan"]) { $1 })
    #expect(traits.events.map(\.messageID) == ["", "", "i2", "i2/traits"])
  }

  @Test func `takes the first identifier that is there and joins another`() throws {
    let text = "user,device,time,event\n,d,2026-01-01,e\nu,d,2026-01-01,e\n"
    let result = try importTable(text, ["person": "user, device", "joins": "device"])
    #expect(result.events.map(\.person) == ["d", "u"])
    #expect(result.events.map(\.joined) == [nil, "d"])
  }

  @Test(arguments: [("\t", "tab"), (";", "semicolon"), ("|", "pipe"), (",", "comma")])
  func `finds the delimiter`(sign: String, name: String) throws {
    let text = (header + "a,2026-01-01,e,1,2\n").replacing(",", with: sign)
    let result = try importTable(text)
    #expect(result.plan.dialect.name == name && result.events.count == 1)
  }

  @Test func `reads columns between blanks and names them itself`() throws {
    let text = " 00001  19970101 1   11.77 \n\n00002 19970102\t2 5\n 1 2 3\n"
    let result = try importTable(
      text,
      [
        "person": "id", "time": "day", "time_format": "%Y%m%d", "event_name": "buy",
        "event": "", "header": "id, day, n, amount", "delimiter": "blanks",
      ].filter { !$0.value.isEmpty }.merging(["event": "n"]) { $1 })
    #expect(result.events.map(\.person) == ["00001", "00002"])
    #expect(result.events[0].properties[PropertyPath(["amount"])] == .number(11.77))
    #expect(result.rejections.map(\.reason) == [.wrongColumnCount])
  }

  @Test func `a bad byte costs its record only`() throws {
    try withFolder { folder in
      var bytes = Array((header + "a,2026-01-01,e,1,2\nb,2026-01-01,e,X,2\n").utf8)
      if let place = bytes.firstIndex(of: UInt8(ascii: "X")) { bytes[place] = 0xC3 }
      let path = try folder.write("a.csv", bytes)
      let result = try importTable([path], mapping())
      #expect(result.events.count == 1 && result.rejections.map(\.reason) == [.invalidUTF8])
    }
  }

  @Test func `reads files whose columns stand in another order`() throws {
    try withFolder { folder in
      let first = try folder.write("a.csv", Array((header + "a,2026-01-01,e,1,2\n").utf8))
      let second = try folder.write(
        "b.csv", Array("q,event,time,person,p,new\n2,e,2026-01-01,a,1,true\n".utf8))
      let result = try importTable([first, second], mapping())
      #expect(result.events.count == 2)
      #expect(result.events[0].properties[PropertyPath(["q"])] == .number(2))
      #expect(result.events[1].properties[PropertyPath(["new"])] == .string("true"))
      let third = try folder.write("c.csv", Array("person,time\na,b\n".utf8))
      #expect(throws: CollectError.self) { try importTable([first, third], mapping()) }
    }
  }

  @Test func `prints what it is going to do`() throws {
    let plan = try importTable(header + "a,2026-01-01,e,1,x\n", ["except": "q"]).plan
    #expect(
      plan.description == """
        delimiter comma, types from 1 records
          person  person
          time    time (iso, UTC)
          event   event
          p       property p (number)
          q       left out

        """)
  }
}
