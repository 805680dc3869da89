import Foundation

/// Memory of this process, as the kernel counts it.
struct ProcessMemory {
  /// Unit: bytes.
  var peakBytes = 0
  /// Unit: bytes.
  var residentBytes = 0

  /// The state now; zeros where the system does not tell.
  static var now: ProcessMemory {
    var memory = ProcessMemory()
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    else { return memory }
    for line in status.split(separator: "\n") {
      let bytes = (line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) << 10
      if line.hasPrefix("VmHWM:") { memory.peakBytes = bytes }
      if line.hasPrefix("VmRSS:") { memory.residentBytes = bytes }
    }
    return memory
  }
}
