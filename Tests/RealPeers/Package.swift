// swift-tools-version: 6.2

import PackageDescription

let streaming: Target.Dependency = .product(name: "StatusStreaming", package: "status-streaming")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let lifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")

// Servers as their users would write them. Versions are exact, since not every mirror of these
// packages has the same commits, so that a file of resolved ones would not hold everywhere.
let package = Package(
  name: "real-peers",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "status-streaming", path: "../.."),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
    .target(name: "RedisStatusBuffer", dependencies: ["CHiredis", streaming]),
    .target(
      name: "EventStreamRoutes",
      dependencies: [
        streaming, hummingbird, nio, .product(name: "HTTPTypes", package: "swift-http-types"),
      ]),
    .target(name: "SampleAgent", dependencies: [streaming]),
    .executableTarget(
      name: "hummingbird-server",
      dependencies: ["EventStreamRoutes", "SampleAgent", streaming, hummingbird, lifecycle],
      path: "Sources/HummingbirdServer"),
    .executableTarget(
      name: "redis-server-peer",
      dependencies: [
        "EventStreamRoutes", "RedisStatusBuffer", "SampleAgent", streaming, hummingbird, lifecycle,
      ],
      path: "Sources/RedisServer"),
    .executableTarget(
      name: "redis-bench", dependencies: ["RedisStatusBuffer", streaming],
      path: "Sources/RedisBench"),
    .executableTarget(
      name: "nio-server",
      dependencies: [
        "SampleAgent", streaming, nio,
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ], path: "Sources/SwiftNIOServer"),
    .executableTarget(
      name: "peer-verification",
      dependencies: [
        "EventStreamRoutes", "RedisStatusBuffer", streaming, hummingbird, nio, lifecycle,
        .product(name: "WireDecoding", package: "status-streaming"),
        .product(name: "StatusConformance", package: "status-streaming"),
        .product(name: "GoldenTranscripts", package: "status-streaming"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ], path: "Sources/PeerVerification"),
  ]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [.treatAllWarnings(as: .error)]
}
