import Foundation
import StarlingModel
import StarlingServer

/// Looks at the machine.
enum MachineChecks {
  /// The release of this version; a clock before it is wrong.
  private static let earliest = Stamp(milliseconds: 1_767_225_600_000)

  /// Whether the clock can be right.
  static func clock(_ settings: ServerSettings) -> DoctorFinding {
    let now = WallClock.now()
    if now < earliest {
      return .problem("the clock says \(now.iso)", remedy: "set it: deadlines depend on it")
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: settings.dataPath)
    if let written = attributes?[.modificationDate] as? Date {
      let writtenMs = Int64(written.timeIntervalSince1970 * 1_000)
      if writtenMs > now.milliseconds + Milliseconds.minute {
        return .problem(
          "the clock says \(now.iso), the data directory was written later: "
            + Stamp(milliseconds: writtenMs).iso,
          remedy: "set the clock, and keep it with chrony or systemd-timesyncd")
      }
    }
    return .fine(now.iso)
  }

  /// Whether there may be as many open files as connections.
  static func openFiles(_ settings: ServerSettings) -> DoctorFinding {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let most = Int(clamping: limit.rlim_cur)
    let needed = settings.connectionsMax + 128
    if most < needed {
      return .warning(
        "\(most) allowed, \(settings.connectionsMax) connections and 128 files may be needed",
        remedy: "ulimit -n \(needed), or --connections-max \(max(1, most - 128))")
    }
    return .fine("\(most) allowed")
  }

  /// Who can reach the server.
  static func address(_ settings: ServerSettings) -> DoctorFinding {
    let isLocal = ["127.0.0.1", "::1", "localhost"].contains(settings.host)
    if !isLocal, settings.tlsCertificatePath == nil {
      return .warning(
        "\(settings.host) is open to others, without TLS",
        remedy: "give --tls-certificate and --tls-key, or put a proxy with TLS before it")
    }
    return .fine("\(settings.host):\(settings.port)")
  }

  /// Whether certificate and key can be read, the key by its owner alone.
  static func certificate(_ settings: ServerSettings) -> DoctorFinding {
    guard let certificate = settings.tlsCertificatePath, let key = settings.tlsKeyPath
    else { return .fine("none") }
    for path in [certificate, key] where !FileManager.default.isReadableFile(atPath: path) {
      return .problem("\(path) cannot be read", remedy: "check the path and its permissions")
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: key)
    let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
    if mode & 0o044 != 0 {
      return .warning("\(key) can be read by others", remedy: "chmod 600 \(key)")
    }
    return .fine(certificate)
  }
}
