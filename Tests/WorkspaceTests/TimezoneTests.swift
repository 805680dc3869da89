import StarlingLanguage
import StarlingModel
import StarlingWorkspace
import Testing

/// Names of time zones in a workspace.
@Suite struct TimezoneTests {
  private func read(_ name: String) -> WorkspaceFile {
    WorkspaceFile.read(text: "timezone: '\(name)'\n", path: "w.yaml")
  }

  @Test(arguments: [
    "CET", "EST", "EST5EDT", "MST7MDT", "Japan", "Zulu", "UTC", "GMT", "GB-Eire", "W-SU", "PRC",
    "GMT+0", "NZ-CHAT", "Etc/GMT+2", "Europe/Berlin", "US/Pacific",
    "America/Argentina/Buenos_Aires",
  ])
  func `every name of the zone database is one`(name: String) throws {
    let settings = try #require(read(name).workspace?.settings, "\(name)")
    #expect(settings.timezone == name)
    #expect(ZoneCalendar(timezone: name) != nil)
  }

  @Test(arguments: [
    "+02:00", "GMT+2", "posixrules", "localtime", "Factory", "BST", "PST", "IST", "CEST", "Europe",
    "/etc/localtime", "../zoneinfo/CET", "Europe/../CET", "posix/CET", "tzdata.zi", "cet", "",
  ])
  func `offsets, abbreviations and files are none`(name: String) {
    #expect(read(name).diagnostics.map(\.code) == [.badSetting])
  }

  @Test func `the nearest name is suggested`() {
    #expect(read("Jappan").diagnostics.first?.suggestion == "Japan")
  }
}
