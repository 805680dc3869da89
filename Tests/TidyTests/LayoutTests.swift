import Testing

@Suite struct LayoutTests {
  static let manifest = Manifest(Repository.checkout.text("Package.swift"))

  @Test func `every folder is a target and every target has files`() {
    expectNone(
      LayoutRules.targets(
        Self.manifest, sources: Repository.checkout.paths(under: "Sources"),
        tests: Repository.checkout.paths(under: "Tests")))
  }

  @Test func `the steps of the path carry their number in the folder`() {
    #expect(Self.manifest.targets.contains { $0.path.hasPrefix("Sources/Path/") })
    expectNone(LayoutRules.steps(Self.manifest))
  }

  @Test func `no file lies more than two folders below its target`() {
    expectNone(
      LayoutRules.depth(Self.manifest, sources: Repository.checkout.paths(under: "Sources")))
  }

  @Test func `files and types are named after concepts`() {
    expectNone(LayoutRules.names(Repository.sources + Repository.tests))
  }

  // MARK: The rules can fail

  static let small = Manifest(
    """
    // .target(name: "Commented", path: "Sources/Base/Commented"),
    .target(name: "StarlingModel", path: "Sources/Base/Model"),
    .target(
      name: "StarlingTimeline",
      dependencies: ["StarlingModel", .product(name: "Yams", package: "Yams")],
      path: "Sources/Path/4-Timeline", swiftSettings: own),
    .target(name: "StarlingClean", path: "Sources/Path/Clean"),
    .target(name: "StarlingCollect", path: "Sources/Path/1-Collect"),
      + tests([
        "Columns": ["StarlingModel"],
      ]),
    """)

  @Test func `reads targets, folders and dependencies from a manifest`() {
    #expect(Self.small.targets.map(\.name).contains("StarlingTimeline"))
    #expect(!Self.small.targets.map(\.name).contains("Commented"))
    #expect(Self.small.targets[1].dependencies == ["StarlingModel", "Yams"])
    #expect(Self.small.targets[1].path == "Sources/Path/4-Timeline")
    #expect(Self.small.tests == ["Columns"])
  }

  @Test func `finds targets without files and files without target`() {
    let found = LayoutRules.targets(
      Self.small, sources: ["Sources/Base/Model/A.swift", "Sources/Other/B.swift"],
      tests: ["Tests/ColumnsTests/A.swift", "Tests/LostTests/B.swift", "Tests/Golden/a.case"])
    #expect(found.count { $0.value.contains("has no files") } == 3)
    #expect(found.count { $0.path == "Sources/Other/B.swift" } == 2)
    #expect(found.count { $0.path == "Tests/LostTests" } == 1)
  }

  @Test func `finds steps without number and out of order`() {
    let found = LayoutRules.steps(Self.small)
    #expect(found.map(\.path) == ["Sources/Path/Clean", "Package.swift"])
  }

  @Test func `finds deep folders`() {
    let found = LayoutRules.depth(
      Self.small,
      sources: ["Sources/Base/Model/a/b/C.swift", "Sources/Base/Model/a/b/c/D.swift"])
    #expect(found.map(\.path) == ["Sources/Base/Model/a/b/c/D.swift"])
  }

  @Test func `finds names that say nothing`() {
    let found = LayoutRules.names([
      SourceFile(path: "Sources/Base/TileHelpers+Any.swift", text: "struct Tile {}"),
      SourceFile(path: "Sources/Base/Fine.swift", text: "enum Fine {}\nfinal class TileManager {}"),
      SourceFile(path: "Sources/Base/Commonest.swift", text: "// a class Helper"),
    ])
    #expect(found.map(\.line) == [nil, 2])
  }
}
