extension Program {
  /// All programs, in the order of their files.
  public static let all: [Program] = [
    autosave, bankTransfer, batchCollector, boundedBuffer, bufferFreeList, cacheInvalidation,
    chatRoom, circuitBreaker, conditionQueue, connectionPool, countdownLatch, crawlerChannel,
    debouncer, eventSourcedAccount, expiringLease, firstAnswer, happyEyeballs,
    heartbeatWatchdog, imageCache, invoiceNumbers, jobQueue, lazyDatabase, leaderElection,
    likeButton, logRotation, metricsReporter, onceEvent, optimisticRetry, orderPipeline,
    parallelDownloads, paymentRetry, philosophers, profilePage, progressFeed, pubSubHub,
    quotaRefund, rateLimiter, readWriteLock, resequencer, roundBarrier, searchSuggestions,
    seatBooking, sendWindow, serverShutdown, sessionExpiry, sharedFile, slidingWindow,
    stockOnALane, storeMigration, supervisor, temporaryFiles, ticketReservation, tokenRefresh,
    uploadSemaphore, workStealing,
  ]
}
