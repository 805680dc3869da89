import ServiceLifecycle

/// Delivers webhooks while the server runs: hands the worker what is committed. When the server
/// stops, what was committed until then is still handed over; what is under way after that may end,
/// and its end is saved. Whatever could not be sent at once is kept for the next start.
struct DeliveryService: Service {
  let worker: DeliveryWorker
  let inbox: DeliveryInbox
  let sender: HTTPWebhookSender

  func run() async throws {
    await withGracefulShutdownHandler {
      for await changes in inbox.pages {
        await worker.take(changes, logEnd: inbox.lastPosition)
      }
    } onGracefulShutdown: {
      inbox.close()
    }
    await worker.stop()
    await worker.close(sender)
  }
}
