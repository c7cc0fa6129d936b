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
  ],
  targets: [
    .target(name: "StatusStreaming"),
    .testTarget(
      name: "StatusStreamingTests",
      dependencies: ["StatusStreaming", "WireDecoding", "DeterministicSimulation"]),
    .target(name: "DeterministicSimulation"),
    .testTarget(
      name: "DeterministicSimulationTests", dependencies: ["DeterministicSimulation"]),
    .testTarget(name: "StyleTests"),
    .target(name: "WireDecoding"),
    .testTarget(name: "WireDecodingTests", dependencies: ["StatusStreaming", "WireDecoding"]),
    .target(name: "ReferenceScenarios", dependencies: ["StatusStreaming"]),
    .testTarget(
      name: "ReferenceScenariosTests",
      dependencies: ["ReferenceScenarios", "StatusStreaming", "DeterministicSimulation"]),
    .executableTarget(
      name: "status-stream",
      dependencies: ["StatusStreaming", "DeterministicSimulation", "ReferenceScenarios"]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "status-stream", "StatusStreaming", "DeterministicSimulation", "ReferenceScenarios",
      ]),
    .executableTarget(
      name: "status-bench", dependencies: ["DeterministicSimulation"],
      path: "Benchmarks/status-bench"),
    .target(name: "GoldenTranscripts", dependencies: ["StatusStreaming", "WireDecoding"]),
    .testTarget(
      name: "GoldenTranscriptsTests",
      dependencies: ["GoldenTranscripts", "StatusStreaming", "WireDecoding"]),
  ]
)

for target in package.targets {
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
