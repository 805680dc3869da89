// swift-tools-version: 6.2
import PackageDescription

// Targets are the architecture: ARCHITECTURE.md tells it. Folder order is the order in which an
// event travels; a target imports Base and earlier steps only (TidyTests holds the import table).

/// With STARLING_STRICT in the environment warnings of our own targets are errors; those of
/// dependencies never are.
let isStrict = Context.environment["STARLING_STRICT"] != nil
let ownSettings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
  ] + (isStrict ? [.treatAllWarnings(as: .error)] : [])
/// Targets with hot loops are optimised in debug builds too, so that tests run in time.
let hotSettings = ownSettings + [.unsafeFlags(["-O"], .when(configuration: .debug))]
/// Targets that may write `unsafe`.
let columnSettings = hotSettings + [.strictMemorySafety()]
let nativeSettings: [CXXSetting] =
  [.unsafeFlags(["-O2"], .when(configuration: .debug))]
  + (isStrict ? [.treatAllWarnings(as: .error)] : [])
let nativeCSettings: [CSetting] = isStrict ? [.treatAllWarnings(as: .error)] : []

let package = Package(
  name: "starling",
  products: [
    .executable(name: "starling", targets: ["starling"]),
    .executable(name: "starling-sim", targets: ["starling-sim"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(
      url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
  ],
  targets: [
    // Base: what every step may use.
    .target(name: "StarlingModel", path: "Sources/Base/Model", swiftSettings: hotSettings),
    .systemLibrary(name: "CPrefetch", path: "Sources/Base/Native/Prefetch"),
    .target(
      name: "StarlingColumns", dependencies: ["StarlingModel", "CPrefetch"],
      path: "Sources/Base/Columns", swiftSettings: columnSettings),
    .target(
      name: "CStarlingRegex", path: "Sources/Base/Native/Regex", cxxSettings: nativeSettings,
      linkerSettings: [.linkedLibrary("re2")]),
    .target(
      name: "StarlingRegex", dependencies: ["CStarlingRegex"], path: "Sources/Base/Regex",
      swiftSettings: columnSettings),
    .target(
      name: "StarlingLanguage", dependencies: ["StarlingModel", "StarlingRegex"],
      path: "Sources/Base/Language", swiftSettings: hotSettings),
    .target(
      name: "StarlingWorkspace",
      dependencies: ["StarlingModel", "StarlingLanguage", .product(name: "Yams", package: "Yams")],
      path: "Sources/Base/Workspace", swiftSettings: ownSettings),
    .target(
      name: "CStarlingJSON", path: "Sources/Base/Native/JSON", cxxSettings: nativeSettings,
      linkerSettings: [.linkedLibrary("simdjson")]),
    .systemLibrary(
      name: "CZlib", path: "Sources/Base/Native/Zlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CZstd", path: "Sources/Base/Native/Zstd", pkgConfig: "libzstd",
      providers: [.apt(["libzstd-dev"])]),

    .systemLibrary(name: "CMalloc", path: "Sources/Base/Native/Malloc"),
    .systemLibrary(
      name: "CCrypto", path: "Sources/Base/Native/Crypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"])]),
    .target(
      name: "StarlingCrypto", dependencies: ["CCrypto"], path: "Sources/Base/Crypto",
      swiftSettings: columnSettings),
    .target(
      name: "StarlingStore",
      dependencies: [
        "StarlingModel", "StarlingColumns", "CZlib", "CZstd",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Sources/Base/Store", swiftSettings: columnSettings),

    // Path: the life of an event, in order.
    .target(
      name: "StarlingCollect",
      dependencies: [
        "StarlingModel", "StarlingColumns", "StarlingCrypto", "CStarlingJSON", "CZlib", "CZstd",
      ],
      path: "Sources/Path/1-Collect", swiftSettings: columnSettings),
    .target(
      name: "StarlingIdentify", dependencies: ["StarlingModel", "StarlingColumns"],
      path: "Sources/Path/3-Identify", swiftSettings: hotSettings),
    .target(
      name: "StarlingTimeline",
      dependencies: ["StarlingModel", "StarlingColumns", "StarlingIdentify"],
      path: "Sources/Path/4-Timeline", swiftSettings: hotSettings),
    .target(
      name: "StarlingSegment",
      dependencies: [
        "StarlingModel", "StarlingColumns", "StarlingRegex", "StarlingLanguage", "StarlingTimeline",
      ],
      path: "Sources/Path/5-Segment", swiftSettings: hotSettings),
    .target(
      name: "StarlingActivate", dependencies: ["StarlingModel", "StarlingCrypto", "StarlingStore"],
      path: "Sources/Path/6-Activate", swiftSettings: hotSettings),

    // Engine: runs the steps.
    .target(
      name: "StarlingEngine",
      dependencies: [
        "StarlingModel", "StarlingColumns", "StarlingLanguage", "StarlingCollect",
        "StarlingIdentify", "StarlingTimeline", "StarlingSegment", "StarlingStore",
        "StarlingActivate", "StarlingWorkspace",
      ],
      path: "Sources/Engine", swiftSettings: hotSettings),

    // Edge: how the outside reaches us.
    .target(
      name: "StarlingSample", dependencies: ["StarlingModel"], path: "Sources/Edge/Sample",
      swiftSettings: hotSettings),
    .target(
      name: "StarlingServer",
      dependencies: [
        "StarlingModel", "StarlingColumns", "StarlingLanguage", "StarlingWorkspace",
        "StarlingCollect", "StarlingTimeline", "StarlingSegment", "StarlingStore",
        "StarlingActivate", "StarlingEngine", "StarlingCrypto",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Configuration", package: "swift-configuration"),
      ],
      path: "Sources/Edge/Server", swiftSettings: columnSettings),
    .executableTarget(
      name: "starling",
      dependencies: [
        "StarlingModel", "StarlingColumns", "StarlingLanguage", "StarlingWorkspace",
        "StarlingCollect", "StarlingTimeline", "StarlingSegment", "StarlingEngine",
        "StarlingSample", "StarlingStore", "StarlingServer", "CMalloc",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Edge/CLI", swiftSettings: ownSettings),

    // Proof: code that exists to distrust the rest; no part of `starling`.
    .target(
      name: "CFaultVFS", path: "Sources/Proof/Native/FaultVFS", cSettings: nativeCSettings,
      linkerSettings: [.linkedLibrary("sqlite3")]),
    .target(
      name: "StarlingReference",
      dependencies: ["StarlingModel", "StarlingRegex", "StarlingLanguage"],
      path: "Sources/Proof/Reference", swiftSettings: hotSettings),
    .target(
      name: "StarlingTestSupport",
      dependencies: [
        "StarlingModel", "StarlingColumns", "StarlingLanguage", "StarlingWorkspace",
        "StarlingReference",
      ],
      path: "Sources/Proof/TestSupport", swiftSettings: hotSettings),
    .executableTarget(
      name: "starling-sim",
      dependencies: [
        "StarlingModel", "StarlingColumns", "StarlingLanguage", "StarlingCollect",
        "StarlingStore", "StarlingActivate", "StarlingEngine", "StarlingServer",
        "StarlingSegment", "StarlingReference", "StarlingTestSupport", "CFaultVFS",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Proof/Simulator", swiftSettings: hotSettings),
  ]
    + tests([
      "Columns": ["StarlingModel", "StarlingColumns", "StarlingTestSupport"],
      "Language": ["StarlingModel", "StarlingRegex", "StarlingLanguage", "StarlingTestSupport"],
      "Workspace": [
        "StarlingModel", "StarlingLanguage", "StarlingWorkspace", "StarlingTestSupport",
      ],
      "Collect": [
        "StarlingModel", "StarlingColumns", "StarlingCollect", "CZlib", "CZstd",
        "StarlingTestSupport",
      ],
      "Reference": [
        "StarlingModel", "StarlingLanguage", "StarlingWorkspace", "StarlingReference",
        "StarlingTestSupport",
      ],
      "Engine": [
        "StarlingStore",
        "StarlingModel", "StarlingColumns", "StarlingLanguage", "StarlingWorkspace",
        "StarlingCollect", "StarlingTimeline", "StarlingSegment", "StarlingEngine",
        "StarlingReference", "StarlingTestSupport",
      ],
      "Store": [
        "StarlingModel", "StarlingColumns", "StarlingStore", "StarlingTestSupport", "CFaultVFS",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      "Activate": [
        "StarlingModel", "StarlingStore", "StarlingActivate", "StarlingTestSupport",
      ],
      "Server": [
        "StarlingModel", "StarlingColumns", "StarlingLanguage", "StarlingWorkspace",
        "StarlingCollect", "StarlingTimeline", "StarlingSegment", "StarlingStore",
        "StarlingActivate", "StarlingEngine", "StarlingServer", "StarlingReference",
        "StarlingTestSupport",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      "Sample": [
        "StarlingModel", "StarlingLanguage", "StarlingWorkspace", "StarlingSample",
        "StarlingTestSupport",
      ],
      "Simulator": ["starling-sim"],
      "CommandLine": ["starling", "StarlingModel", "StarlingReference", "StarlingTestSupport"],
      "Tidy": [],
    ]),
  cxxLanguageStandard: .cxx17
)

/// Test targets by the name of what they test: `Tests/<name>Tests`.
func tests(_ table: [String: [Target.Dependency]]) -> [Target] {
  table.sorted { $0.key < $1.key }.map { name, dependencies in
    .testTarget(
      name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)Tests",
      swiftSettings: ownSettings)
  }
}
