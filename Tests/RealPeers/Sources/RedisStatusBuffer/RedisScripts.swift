/// What is done in Redis at once, between two commands of anybody else.
///
/// A trace is a stream of its events, in which an entry's id is the event's number, and a hash beside
/// it: when it was opened, its last number, whether it has ended. The keys of a call are the hash, the
/// stream, the stream of changes that wakes those who wait, and the name of the epoch; its last value
/// says whether the same call may have been carried out before.
package enum RedisScripts {
  /// What the scripts share: the time in microseconds, and the note that wakes those who wait.
  private static let prelude = """
    local function now()
      local time = redis.call('TIME')
      return time[1] * 1000000 + time[2]
    end
    local function tell(changes, trace)
      redis.call('XADD', changes, 'MAXLEN', '~', '10000', '*', 'trace', trace)
    end

    """

  /// Values: the caller's token, the time after which an idle trace is given up.
  static let open =
    prelude + """
      if redis.call('EXISTS', KEYS[1]) == 1 then
        local isMine = ARGV[3] == '1' and redis.call('HGET', KEYS[1], 'token') == ARGV[1]
        return isMine and {'ok'} or {'traceExists'}
      end
      local opened = string.format('%.0f', now())
      redis.call('HSET', KEYS[1], 'opened', opened, 'last', 0, 'token', ARGV[1])
      redis.call('PEXPIRE', KEYS[1], ARGV[2])
      tell(KEYS[3], KEYS[1])
      return {'ok'}
      """

  /// Values: the token, the payload, how many entries to keep, the time to live, whether it is the end.
  package static let append =
    prelude + """
      local trace = redis.call('HMGET', KEYS[1], 'opened', 'last', 'ended')
      if not trace[1] then return {'unknownTrace'} end
      if ARGV[6] == '1' then
        for _, entry in ipairs(redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1000)) do
          if entry[2][6] == ARGV[1] then return {'ok', entry[1]} end
        end
      end
      if trace[3] then return {'traceFinished'} end
      local number = string.format('%.0f', trace[2] + 1)
      local time = string.format('%.0f', math.max(now() - trace[1], 0))
      redis.call(
        'XADD', KEYS[2], 'MAXLEN', ARGV[3], number .. '-0',
        'event', ARGV[2], 'time', time, 'token', ARGV[1])
      redis.call('HSET', KEYS[1], 'last', number)
      if ARGV[5] == '1' then redis.call('HSET', KEYS[1], 'ended', 1) end
      redis.call('PEXPIRE', KEYS[1], ARGV[4])
      redis.call('PEXPIRE', KEYS[2], ARGV[4])
      tell(KEYS[3], KEYS[1])
      return {'ok', number}
      """

  /// Values: the first number to read, how many, a name for the epoch if Redis has lost it, and with
  /// it everything.
  static let read = """
    local trace = redis.call('HMGET', KEYS[1], 'last', 'ended')
    redis.call('SET', KEYS[4], ARGV[3], 'NX')
    local epoch = redis.call('GET', KEYS[4])
    if not trace[1] then return {'unknownTrace', epoch} end
    local entries = redis.call('XRANGE', KEYS[2], ARGV[1], '+', 'COUNT', ARGV[2])
    return {'ok', epoch, trace[1], trace[2] or '0', entries}
    """

  static let remove =
    prelude + """
      if redis.call('DEL', KEYS[1], KEYS[2]) > 0 then tell(KEYS[3], KEYS[1]) end
      return {'ok'}
      """
}
