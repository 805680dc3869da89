import Testing

@Suite struct ImportTests {
  static let manifest = LayoutTests.manifest

  @Test func `a target imports Base and earlier steps only`() {
    expectNone(ImportRules.imports(Repository.sources, Self.manifest))
    expectNone(ImportRules.manifest(Self.manifest))
  }

  @Test func `the list of files that import Foundation has no dead entries`() {
    expectNone(ImportRules.deadEntries(Repository.sources))
  }

  // MARK: The rules can fail

  static let small = Manifest(
    """
    .target(name: "StarlingModel", dependencies: ["StarlingColumns"], path: "Sources/Base/Model"),
    .target(name: "StarlingTimeline", path: "Sources/Path/4-Timeline"),
    .target(name: "StarlingNew", path: "Sources/Edge/New"),
    .executableTarget(name: "starling", path: "Sources/Edge/CLI"),
    """)

  static func remedies(_ path: String, _ text: String) -> [String] {
    ImportRules.imports([SourceFile(path: path, text: text)], small).map(\.remedy)
  }

  @Test(arguments: [
    ("Sources/Base/Model/A.swift", "import StarlingColumns"),
    ("Sources/Path/4-Timeline/A.swift", "import StarlingSegment"),
    ("Sources/Path/4-Timeline/A.swift", "@testable import StarlingEngine"),
    ("Sources/Path/4-Timeline/A.swift", "import StarlingReference"),
    ("Sources/Path/4-Timeline/A.swift", "import Foundation"),
    ("Sources/Path/4-Timeline/A.swift", "package import struct Foundation.Date"),
    ("Sources/Path/4-Timeline/A.swift", "import Yams"),
    ("Sources/Path/4-Timeline/A.swift", "import Unheard"),
    ("Sources/Edge/New/A.swift", "import StarlingModel"),
  ])
  func `finds imports that go up or cross a fence`(_ path: String, _ text: String) {
    #expect(Self.remedies(path, text).count == 1)
  }

  @Test(arguments: [
    ("Sources/Path/4-Timeline/A.swift", "import StarlingIdentify\nimport StarlingColumns"),
    ("Sources/Path/4-Timeline/A.swift", "// import Foundation"),
    ("Sources/Edge/CLI/A.swift", "import Foundation\nimport StarlingSample"),
  ])
  func `lets imports pass that go down`(_ path: String, _ text: String) {
    #expect(Self.remedies(path, text).isEmpty)
  }

  @Test func `finds dependencies that go up`() {
    #expect(ImportRules.manifest(Self.small).map(\.path) == ["Package.swift"])
  }

  @Test func `finds files that are listed in vain`() {
    let file = SourceFile(path: "Sources/Engine/Workers.swift", text: "import Dispatch")
    #expect(ImportRules.deadEntries([file]).map(\.path) == ["Sources/Engine/Workers.swift"])
  }
}
