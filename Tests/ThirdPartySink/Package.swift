// swift-tools-version: 6.2

import PackageDescription

// A package as somebody else would write it: it sees what is public and nothing more.
let package = Package(
  name: "third-party-sink",
  platforms: [.macOS(.v15)],
  dependencies: [
    // Named, since the identity of a package at a path is its folder's name, whatever that is.
    .package(name: "status-streaming", path: "../..")
  ],
  targets: [
    .target(
      name: "ThirdPartySink",
      dependencies: [.product(name: "StatusStreaming", package: "status-streaming")]),
    .testTarget(
      name: "ThirdPartySinkTests",
      dependencies: [
        "ThirdPartySink",
        .product(name: "StatusStreaming", package: "status-streaming"),
        .product(name: "GoldenTranscripts", package: "status-streaming"),
        .product(name: "StatusConformance", package: "status-streaming"),
        .product(name: "StatusTesting", package: "status-streaming"),
      ], exclude: ["__Transcripts__"]),
  ]
)
