import Foundation
import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

func load<T>(_ path: String, _: T.Type) -> [T] {
  let data = try! Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
  return data.withUnsafeBytes { Array($0.bindMemory(to: T.self)) }
}
let dir = CommandLine.arguments[1]
let events = ["page_view", "product_view", "search", "add_to_cart", "wishlist_add", "checkout_start", "purchase", "video_play", "email_open"]
let cats = ["electronics", "fashion", "home", "beauty", "sports", "toys", "books", "grocery", "garden", "automotive", "jewelry", "pets"]
let clock = ContinuousClock()
func cpu() -> Double { var t = timespec(); clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); return Double(t.tv_sec) * 1e3 + Double(t.tv_nsec) / 1e6 }
func ms(_ d: Duration) -> Double { Double(d.components.attoseconds) / 1e15 + Double(d.components.seconds) * 1e3 }
var builder = TimelineBuilder(sessionGapMs: 1_800_000)
let t0 = clock.now
do {
  let user = load(dir + "/ut.user.u32", UInt32.self)
  let time = load(dir + "/ut.ms.i64", Int64.self)
  let ev = load(dir + "/ut.event.u8", UInt8.self)
  let cat = load(dir + "/ut.cat.u8", UInt8.self)
  let amt = load(dir + "/ut.amt4.u32", UInt32.self)
  let dur = load(dir + "/ut.dur.u16", UInt16.self)
  let n = user.count
  var i = 0
  let none: [UInt8] = []
  while i < n {
    var batch = EventBatch()
    let end = min(n, i + 4096)
    let pc = Array("category".utf8), pa = Array("amount".utf8), pd = Array("duration_s".utf8)
    let category = batch.intern(pathKey: pc.span)
    let amount = batch.intern(pathKey: pa.span)
    let duration = batch.intern(pathKey: pd.span)
    let first = i
    while i < end {
      let c = batch.withValues(of: category) { $0.intern(.string(cats[Int(cat[i])])) }
      batch.append(path: category, code: c)
      if ev[i] == 6 {
        let c = batch.withValues(of: amount) { $0.intern(number: Double(amt[i]) / 4) }
        batch.append(path: amount, code: c)
      }
      if dur[i] != 0 {
        let c = batch.withValues(of: duration) { $0.intern(number: Double(dur[i])) }
        batch.append(path: duration, code: c)
      }
      let p = Array("u\(user[i])".utf8)
      batch.append(kind: .track, stamp: time[i] + 1_756_684_800_000, name: batch.names.intern(events[Int(ev[i])]), person: batch.intern(identifier: p.span, isUserID: true), messageID: none.span)
      i += 1
    }
    builder.append(batch, firstSequence: UInt32(first)) { _ in true }
  }
}
let t1 = clock.now
let count = builder.prepare()
let works = (0..<count).map { builder.take($0) }
let tiles = try Workers(2).map(count, grain: 8, start: { _ in 0 }) { _, r in try r.map { try works[$0].seal { $0.map { _ in [] } } } }.flatMap { $0 }
let timeline = builder.finish(tiles)
let t2 = clock.now
print("load", ms(t0.duration(to: t1)), "seal", ms(t1.duration(to: t2)), "events", timeline.eventCount, "people", timeline.peopleCount)
let texts: [(String, String)] = [
  ("s1", "count(product_view{category == \"electronics\"}[7d]) >= 3"),
  ("s2", "count(purchase[30d]) >= 2 and sum(purchase.amount[30d]) > 500"),
  ("s3", "add_to_cart[7d] then no purchase within 24h"),
  ("s4", "count(product_view[7d]) >= 3 and wishlist_add and not purchase[30d] and (add_to_cart then no purchase within 48h then no * within 30m then * within 48h)"),
  ("s5", "count(*[30d]) == 0"),
  ("s6", "count(session[7d]) >= 5"),
  ("s7", "count(session[7d]) < count(session[7d offset 7d])"),
  ("s8", "sum(purchase.amount[90d]) >= percentile(90)"),
  ("s9", "sum(*.duration_s[48h]) > 120 and count(product_view[48h]) >= 3"),
  ("s10", "count(page_view[30d]) >= 20 and not purchase[30d]"),
]
func workspace(_ list: [(String, String)]) -> Workspace {
  Workspace(segments: list.map { Definition(name: $0.0, text: $0.1, expression: Expression.parse($0.1).0!) })
}
let engine = Engine(timeline, workers: Workers(2))
let at = timeline.latest!
func time(_ list: [(String, String)]) throws {
  let binding = Binding(try Plan(workspace(list)), timeline)
  var best = Double.infinity
  var bestCPU = Double.infinity
  var result: Memberships?
  for _ in 0..<(CommandLine.arguments.count > 4 ? Int(CommandLine.arguments[4])! : 9) {
    let s = clock.now
    let c = cpu()
    result = try engine.evaluate(binding, at: at)
    best = min(best, ms(s.duration(to: clock.now)))
    bestCPU = min(bestCPU, cpu() - c)
  }
  print(list.map(\.0).joined(separator: ","), best, "cpu", bestCPU, result!.sets.map(\.count))
}
let wanted = CommandLine.arguments.count > 3 ? CommandLine.arguments[3].split(separator: ",").map(String.init) : []
for t in texts where wanted.isEmpty || wanted.contains(t.0) { try time([t]) }
if wanted.isEmpty { try time(texts) }
for list in texts.map({ [$0] }) + [texts] where CommandLine.arguments.count > 2 && CommandLine.arguments[2] == "x" && (wanted.isEmpty || list.count == 1 && wanted.contains(list[0].0)) {
  let binding = Binding(try Plan(workspace(list)), timeline)
  let s = clock.now
  let c = cpu()
  let changes = try engine.replay(binding, until: at)
  let d = ms(s.duration(to: clock.now))
  print("replay", list.map(\.0).joined(separator: ","), d, "cpu", cpu() - c, changes.count, Double(timeline.eventCount) / d / 1000, "M/s")
}
