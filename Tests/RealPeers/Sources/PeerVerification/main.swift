import Foundation

// Holds real servers and a log in Redis to the rules. Prints a line for each check; status 1 if one
// has failed.
let usage = """
  usage: peer-verification REDIS-PORT SERVER-PORT [WORD]
  The Redis has to be new, SERVER-PORT that of a redis-server-peer of it; only checks with WORD in
  their names are made.

  """
let arguments = Array(CommandLine.arguments.dropFirst())
let ports = arguments.prefix(2).compactMap { Int($0) }
guard ports.count == 2, arguments.count <= 3 else {
  FileHandle.standardError.write(Data(usage.utf8))
  exit(64)
}
let word = arguments.count == 3 ? arguments[2] : ""
let redis = try await RedisChecks(redisPort: ports[0], serverPort: ports[1])
let failures = await withTaskGroup(of: String.self) { group in
  // All at once: most of their time they wait.
  let checks = (ServerChecks.all + redis.all).filter { word.isEmpty || $0.name.contains(word) }
  for check in checks { group.addTask { await check.perform() } }
  var failures = 0
  for await line in group {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
    if line.hasPrefix("FAILED") { failures += 1 }
  }
  return failures
}
exit(failures == 0 ? 0 : 1)
