import Foundation
import Testing

@testable import StarlingServer

@Suite struct SettingsTests {
  private func read(
    _ flags: [String: String] = [:], _ environment: [String: String] = [:], file: String? = nil
  ) throws -> ServerSettings {
    try SettingsReader.read(
      flags: flags, environment: environment, file: file.map { ("starling.yaml", $0) })
  }

  private func problems(
    _ flags: [String: String] = [:], _ environment: [String: String] = [:], file: String? = nil
  ) -> [String] {
    do {
      _ = try read(flags, environment, file: file)
      return []
    } catch let problem as SettingsProblem {
      return problem.messages
    } catch {
      return ["\(error)"]
    }
  }

  @Test func `a flag wins over the environment, that over the file, that over the default`() throws
  {
    let file = "port: 3\nhost: ::1\nheartbeat: 1m30s\n# a comment\n"
    let environment = ["STARLING_PORT": "2", "STARLING_HEARTBEAT": "5s", "PATH": "/bin"]
    let settings = try read(["port": "1"], environment, file: file)
    #expect(settings.port == 1)
    #expect(settings.heartbeatMs == 5_000)
    #expect(settings.host == "::1")
    #expect(settings.connectionsMax == 4_096)
    #expect(try read([:], [:], file: "").port == 8_080)
  }

  @Test func `every default fits its option`() {
    for option in ServerOption.all {
      if let text = option.defaultText {
        #expect(option.kind.number(of: text) != nil, "\(option.name)")
      }
    }
  }

  @Test func `sizes and durations are read with their units`() throws {
    let settings = try read(["body-limit": "2 MiB", "idle-time-limit": "1m30s"])
    #expect(settings.bodyBytesMax == 2 << 20)
    #expect(settings.idleTimeMs == 90_000)
    #expect(SizeText.read("9999999999999999999 GB") == nil)
    #expect(SizeText.read("1 XB") == nil)
    #expect(TimeText.read("1s1m") == nil)
    #expect(TimeText.read("") == nil)
  }

  @Test func `what is wrong is named with its place, value and the nearest name`() {
    #expect(
      problems(["prot": "1"]) == ["--prot: there is no option \"prot\"; did you mean port?"])
    #expect(
      problems([:], ["STARLING_PROT": "1"])
        == ["STARLING_PROT: there is no such option; did you mean STARLING_PORT?"])
    #expect(
      problems(file: "host: a\nprot: 1\n")
        == ["starling.yaml:2: there is no option \"prot\"; did you mean port?"])
    #expect(
      problems(["port": "99999"])
        == ["--port: \"99999\" does not fit; expected a whole number from 0 to 65535"])
    #expect(
      problems([:], ["STARLING_LOG_LEVEL": "inof"]).first?.contains("did you mean info?") == true)
    #expect(
      problems(file: "port: many\n")
        == ["starling.yaml: port: \"many\" does not fit; expected a whole number from 0 to 65535"])
    #expect(problems(file: "port 8080\n").first?.contains("is not of the form") == true)
    #expect(problems(file: "port: 1\nport: 2\n").first?.contains("was set before") == true)
    #expect(problems(["tls-key": "k.pem"]).first?.hasPrefix("tls-certificate: is missing") == true)
  }

  @Test func `the reference page is the one that the table gives`() throws {
    let path = Checkout.path("docs/reference/configuration.md")
    if Checkout.isRecording {
      try ConfigurationPage.text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let page = try String(contentsOfFile: path, encoding: .utf8)
    #expect(page == ConfigurationPage.text, "STARLING_RECORD=1 writes it anew")
  }
}
