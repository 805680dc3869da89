import StarlingModel
import StarlingSample
import Testing

/// The order of the lines: by arrival, with a few late and a few repeated.
@Suite struct ArrivalTests {
  @Test func `no event is later than the longest delay`() throws {
    let sample = try SampleFixture.shared.get()
    var latest = Int64.min
    var late = 0
    for line in sample.lines {
      if line.stamp < latest { late += 1 }
      latest = max(latest, line.stamp)
      #expect(line.stamp > latest - SampleShop.longestDelayMs)
    }
    // Late deliveries and repeated ones: each about 4 in 1,000.
    let share = Double(late) / Double(sample.lines.count)
    #expect(share > 0.001 && share < 0.02)
  }

  @Test func `a repeated delivery is the same line again`() throws {
    let sample = try SampleFixture.shared.get()
    var first: [String: Substring] = [:]
    var repeats = 0
    for line in sample.lines {
      if let earlier = first[line.messageID] {
        #expect(earlier == line.text)
        repeats += 1
      } else {
        first[line.messageID] = line.text
      }
    }
    let share = Double(repeats) / Double(sample.lines.count)
    #expect(share > 0.001 && share < 0.02)
  }

  @Test func `nights are quiet, and weekends differ from weekdays`() throws {
    let sample = try SampleFixture.shared.get()
    var hours = [Int](repeating: 0, count: 24)
    var weekdays = [Int](repeating: 0, count: 7)
    for line in sample.lines {
      hours[Int(line.stamp / Milliseconds.hour % 24)] += 1
      weekdays[Int((line.stamp / Milliseconds.day + 3) % 7)] += 1
    }
    #expect(hours[12] > 5 * hours[3])
    #expect(hours[20] > 5 * hours[3])
    #expect((weekdays.max() ?? 0) > (weekdays.min() ?? 0) * 11 / 10)
  }
}
