import Foundation
import StarlingTestSupport

extension SimulatedDisk {
  /// Harms files that can be made anew from the database: run files of message ids, snapshots.
  ///
  /// - Returns: What was done to which.
  func spoil(using random: inout SeededGenerator) -> [String] {
    var done: [String] = []
    for folder in ["ids", "snapshots"] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder)"))
      for name in (names ?? []).sorted() where random.chance(40) {
        let path = "\(directory)/\(folder)/\(name)"
        guard let bytes = FileManager.default.contents(atPath: path) else { continue }
        switch random.number(0...2) {
        case 0:
          try? FileManager.default.removeItem(atPath: path)
          done.append("\(folder)/\(name) is gone")
        case 1:
          let length = random.number(0...max(0, bytes.count - 1))
          try? bytes.prefix(length).write(to: URL(fileURLWithPath: path))
          done.append("\(folder)/\(name) is cut to \(length) bytes")
        default:
          var bytes = bytes
          if bytes.isEmpty { continue }
          bytes[random.number(0...(bytes.count - 1))] ^= 0x40
          try? bytes.write(to: URL(fileURLWithPath: path))
          done.append("a bit of \(folder)/\(name) is another")
        }
      }
    }
    return done
  }
}
