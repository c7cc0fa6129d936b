// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "status-streaming",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "StatusStreaming", targets: ["StatusStreaming"]),
    .library(name: "DeterministicSimulation", targets: ["DeterministicSimulation"]),
    .library(name: "WireDecoding", targets: ["WireDecoding"]),
    .library(name: "ReferenceScenarios", targets: ["ReferenceScenarios"]),
    .library(name: "GoldenTranscripts", targets: ["GoldenTranscripts"]),
    .library(name: "RunTimelines", targets: ["RunTimelines"]),
    .library(name: "StatusConformance", targets: ["StatusConformance"]),
    .library(name: "StatusTesting", targets: ["StatusTesting"]),
  ],
  targets: [
    .target(name: "StateLocking"),
    .target(name: "StatusStreaming", dependencies: ["StateLocking"]),
    .target(name: "WireDecoding"),
    .target(name: "RunTimelines"),
    .target(name: "DeterministicSimulation", dependencies: ["StateLocking"]),
    .target(name: "ReferenceScenarios", dependencies: ["StateLocking", "StatusStreaming"]),
    .target(name: "GoldenTranscripts", dependencies: ["StatusStreaming", "WireDecoding"]),
    .target(
      name: "StatusConformance",
      dependencies: [
        "StateLocking", "StatusStreaming", "WireDecoding", "DeterministicSimulation",
        "ReferenceScenarios", "GoldenTranscripts", "RunTimelines",
      ]),
    .target(
      name: "StatusTesting",
      dependencies: [
        "StateLocking", "DeterministicSimulation", "GoldenTranscripts", "RunTimelines",
        "StatusConformance",
      ]),
    .executableTarget(
      name: "status-stream",
      dependencies: [
        "StateLocking", "StatusStreaming", "WireDecoding", "DeterministicSimulation",
        "ReferenceScenarios", "GoldenTranscripts", "RunTimelines", "StatusConformance",
      ]),
    .executableTarget(
      name: "status-bench",
      dependencies: [
        "StatusStreaming", "WireDecoding", "DeterministicSimulation", "GoldenTranscripts",
        "StatusConformance", "FaultyPrograms", "SampleImplementations",
      ],
      path: "Benchmarks/status-bench"),
    .testTarget(name: "RunTimelinesTests", dependencies: ["RunTimelines"]),
    .testTarget(name: "StateLockingTests", dependencies: ["StateLocking"]),
    .testTarget(
      name: "StatusStreamingTests",
      dependencies: [
        "StateLocking", "StatusStreaming", "WireDecoding", "DeterministicSimulation",
        "ReferenceScenarios",
      ]),
    .testTarget(
      name: "WireDecodingTests", dependencies: ["StateLocking", "StatusStreaming", "WireDecoding"]),
    .testTarget(
      name: "DeterministicSimulationTests",
      dependencies: ["StateLocking", "DeterministicSimulation"]),
    .testTarget(
      name: "ReferenceScenariosTests",
      dependencies: [
        "StateLocking", "ReferenceScenarios", "StatusStreaming", "DeterministicSimulation",
      ]),
    .testTarget(
      name: "GoldenTranscriptsTests",
      dependencies: [
        "GoldenTranscripts", "StatusStreaming", "WireDecoding", "DeterministicSimulation",
        "ReferenceScenarios",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "status-stream", "StateLocking", "StatusStreaming", "DeterministicSimulation",
        "ReferenceScenarios", "GoldenTranscripts", "RunTimelines", "StatusConformance",
        "SampleImplementations",
      ]),
    .testTarget(
      name: "StatusTestingTests",
      dependencies: [
        "StateLocking", "StatusTesting", "StatusConformance", "StatusStreaming",
        "DeterministicSimulation", "RunTimelines",
      ], exclude: ["__Transcripts__"]),
    .target(
      name: "SampleImplementations",
      dependencies: [
        "StateLocking", "StatusConformance", "StatusStreaming", "WireDecoding",
        "ReferenceScenarios", "GoldenTranscripts",
      ], path: "Tests/SampleImplementations"),
    .testTarget(
      name: "StatusConformanceTests",
      dependencies: [
        "StateLocking", "StatusConformance", "SampleImplementations", "StatusStreaming",
        "GoldenTranscripts", "RunTimelines",
      ]),
    .testTarget(
      name: "DurationTests",
      dependencies: [
        "StatusStreaming", "DeterministicSimulation", "ReferenceScenarios", "GoldenTranscripts",
        "RunTimelines", "StatusConformance",
      ]),
    // One set of sources, compiled as it stands and with a mistake in each program.
    .target(
      name: "CorrectPrograms", dependencies: ["DeterministicSimulation"],
      path: "Tests/CorrectPrograms"),
    .target(
      name: "FaultyPrograms", dependencies: ["DeterministicSimulation"],
      path: "Tests/FaultyPrograms"),
    .target(
      name: "SamplePrograms",
      dependencies: ["CorrectPrograms", "FaultyPrograms", "DeterministicSimulation"],
      path: "Tests/SamplePrograms"),
    .testTarget(
      name: "SampleProgramsTests",
      dependencies: ["SamplePrograms", "CorrectPrograms", "DeterministicSimulation"]),
    .testTarget(name: "StatusBenchTests", dependencies: ["status-bench"]),
    .testTarget(name: "StyleTests"),
    .target(name: "DocumentedExamples", path: "Tests/DocumentedExamples"),
    .executableTarget(
      name: "example-extractor", dependencies: ["DocumentedExamples"],
      path: "Tests/ExampleExtractor"),
    .plugin(
      name: "ExampleExtraction", capability: .buildTool(), dependencies: ["example-extractor"],
      path: "Tests/ExampleExtraction"),
    .target(
      name: "ThirdPartySink", dependencies: ["StatusStreaming"],
      path: "Tests/ThirdPartySink/Sources/ThirdPartySink"),
    .target(
      name: "ThirdPartyDecoder",
      dependencies: ["ThirdPartySink", "GoldenTranscripts", "StatusStreaming"],
      path: "Tests/ThirdPartySink/Tests/ThirdPartySinkTests",
      exclude: ["ThirdPartyTests.swift", "__Transcripts__"]),
    .testTarget(
      name: "ExampleTests",
      dependencies: [
        "DocumentedExamples", "ThirdPartySink", "ThirdPartyDecoder", "StatusStreaming",
        "WireDecoding", "DeterministicSimulation", "ReferenceScenarios", "GoldenTranscripts",
        "RunTimelines", "StatusConformance", "StatusTesting", "status-stream", "status-bench",
      ], packageAccess: false, plugins: ["ExampleExtraction"]),
  ]
)

// A user's package has the settings that every package has.
let usersTargets: Set = ["ThirdPartySink", "ThirdPartyDecoder", "ExampleTests"]

for target in package.targets where target.type != .plugin {
  if usersTargets.contains(target.name) {
    target.swiftSettings = [.treatAllWarnings(as: .error)]
    continue
  }
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]
}

// What tests wait for is the kit at work, so it and what it runs are optimized in debug builds, too: of
// this package and of those that use it. Who steps through it sets STATUS_UNOPTIMIZED.
let optimizedTargets: Set = [
  "StateLocking", "StatusStreaming", "WireDecoding", "DeterministicSimulation",
  "GoldenTranscripts", "StatusConformance",
]
let isOptimized = Context.environment["STATUS_UNOPTIMIZED"] == nil
for target in package.targets where isOptimized && optimizedTargets.contains(target.name) {
  target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
}
package.targets.first { $0.name == "FaultyPrograms" }?.swiftSettings?.append(.define("FAULTY"))
